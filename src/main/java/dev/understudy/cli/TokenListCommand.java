package dev.understudy.cli;

import dev.understudy.web.Token;
import dev.understudy.web.TokenFile;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy token list"},
    description = "List the tokens: names, roles, and when they were made.")
final class TokenListCommand implements Callable<Integer> {
  private final Context context;

  TokenListCommand(Context context) {
    this.context = context;
  }

  /** A token as it is printed; its hash is nobody's business. */
  record View(String name, String role, Instant created) {}

  @Override
  public Integer call() {
    List<Token> tokens = new TokenFile(context.configured().service().tokensFile()).list();
    if (context.output().json()) {
      context
          .output()
          .printJson(
              tokens.stream()
                  .map(token -> new View(token.name(), token.role().label(), token.created()))
                  .toList());
      return ExitCode.DONE;
    }
    Table table = new Table("NAME", "ROLE", "CREATED");
    tokens.forEach(t -> table.row(t.name(), t.role().label(), Times.date(t.created())));
    context.output().print(table.lines(context.output().style()));
    return ExitCode.DONE;
  }
}
