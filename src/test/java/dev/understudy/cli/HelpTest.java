package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void withoutAConfiguration() throws IOException {
    cli = new Cli(directory);
    Files.delete(cli.file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "plan",
        "provision",
        "status",
        "runs",
        "run",
        "run show",
        "run pause",
        "run resume",
        "run cancel",
        "run retry",
        "run skip",
        "remove-node",
        "copy-anew",
        "switchover",
        "rejoin",
        "failover",
        "detach",
        "take-over",
        "prune",
        "serve",
        "token add",
        "token list",
        "token revoke"
      })
  void everyCommandHasExamplesInItsHelp(String command) {
    assertThat(cli.run((command + " --help").split(" "))).isZero();

    assertThat(cli.out()).contains("Usage: understudy " + command).contains("Examples:");
    assertThat(cli.out()).contains("  understudy " + command);
    assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(cli.opened).isZero();
  }

  @Test
  void theHelpOfAllNamesEveryCommand() {
    assertThat(cli.run("--help")).isZero();

    assertThat(cli.out())
        .contains("init", "plan", "provision", "status", "runs", "run", "remove-node", "detach")
        .contains("copy-anew", "take-over", "prune", "serve", "Exit codes: 0 done");
  }

  @Test
  void eachCommandIsTheSameByItselfAsAmongAll() {
    cli.run("--help");
    List<String> names =
        Pattern.compile("^  ([a-z][a-z-]+)  +[A-Z]", Pattern.MULTILINE)
            .matcher(cli.out())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(names).hasSizeGreaterThan(20);
    for (String name : names) {
      cli.run("help", name);
      String among = cli.out();
      assertThat(cli.run(name, "--help")).as(name).isZero();
      assertThat(cli.out()).isEqualTo(among).contains("Usage: understudy " + name);
    }
  }

  @Test
  void theVersionIsALine() {
    assertThat(cli.run("--version")).isZero();

    assertThat(cli.out()).startsWith("understudy ").hasLineCount(1);
  }
}
