package dev.understudy.cli;

import dev.understudy.web.TokenFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "Remove a token; a running service refuses it from then on.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy token revoke alice"})
final class TokenRevokeCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "NAME", description = "As 'token list' shows it.")
  String name = "";

  TokenRevokeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    new TokenFile(context.configured().service().tokensFile()).revoke(name);
    return ExitCode.DONE;
  }
}
