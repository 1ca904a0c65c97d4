package dev.understudy.cli;

import dev.understudy.web.Role;
import dev.understudy.web.TokenFile;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "add",
    description = {
      "Make a token and print it, once: only a hash is kept.",
      "A running service knows it at once."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy token add grafana --role read",
      "  understudy token add alice --role operate"
    })
final class TokenAddCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "NAME", description = "Whose it is; runs and log say it.")
  String name = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      converter = RoleConverter.class,
      description = {
        "read: look;",
        "operate: also provision, and control runs;",
        "admin: also copy anew, remove nodes, detach."
      })
  Role role = Role.READ;

  TokenAddCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TokenFile file = new TokenFile(context.configured().service().tokensFile());
    String secret = file.add(name, role, context.surroundings().clock().instant());
    if (context.output().json()) {
      context.output().printJson(Map.of("name", name, "role", role.label(), "token", secret));
    } else {
      context.output().print(secret);
      context.output().remark("Send it as: Authorization: Bearer …");
    }
    return ExitCode.DONE;
  }

  /** Roles in small letters. */
  static final class RoleConverter implements ITypeConverter<Role> {
    @Override
    public Role convert(String word) {
      for (Role role : Role.values()) {
        if (role.label().equals(word.toLowerCase(Locale.ROOT))) {
          return role;
        }
      }
      throw new TypeConversionException("it is read, operate or admin");
    }
  }
}
