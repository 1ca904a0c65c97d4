package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.FindingView;
import dev.understudy.api.SilenceView;
import dev.understudy.common.Json;
import dev.understudy.common.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsCommandsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final SilenceView SILENCE =
      new SilenceView(
          3,
          "maintenance",
          "orders",
          null,
          "bravo",
          null,
          "maria",
          "new disks",
          NOON,
          NOON.plusSeconds(3600),
          null);

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
    cli.understudy.findings.add(
        new FindingView(
            12,
            "orders",
            "archive-gaps",
            null,
            Severity.CRITICAL,
            "missing: 000000010000000000000006",
            "take a full base backup now",
            List.of(),
            NOON,
            NOON,
            null,
            SILENCE,
            List.of(new FindingView.Change(NOON, Severity.CRITICAL, "missing one"))));
    cli.understudy.silences.add(SILENCE);
  }

  @Test
  void findingsAreListedWithWhyTheyAreNotTold() {
    assertThat(cli.run("findings", "orders", "--all")).isZero();

    assertThat(cli.understudy.asked).containsExactly("findings orders all");
    assertThat(cli.out())
        .contains("12  orders   archive-gaps  CRITICAL  2026-01-31T12:00:00Z")
        .contains("maintenance until 2026-01-31T13:00:00Z");
  }

  @Test
  void oneIsShownWithItsHistory() {
    assertThat(cli.run("findings", "--id", "12")).isZero();
    assertThat(cli.out())
        .contains("remedy: take a full base backup now")
        .contains("by maria: new disks")
        .contains("2026-01-31T12:00:00Z  CRITICAL  missing one");

    assertThat(cli.run("findings", "--id", "12", "--json")).isZero();
    assertThat(Json.read(cli.out()).at("/changes/0/severity").asText()).isEqualTo("CRITICAL");
  }

  @Test
  void whatIsNotToBeToldIsNamedAsItIsListed() {
    assertThat(
            cli.run(
                "acknowledge", "orders", "archive-gaps/bravo", "--reason", "seen", "--until", "2h"))
        .isZero();
    assertThat(cli.understudy.asked.get(0))
        .contains("Acknowledge", "check=archive-gaps", "node=Optional[bravo]", "reason=seen")
        .contains("until=" + Cli.NOW.plusSeconds(7200));
    assertThat(cli.out()).contains("3   maintenance  orders   bravo  maria");

    assertThat(
            cli.run("silence", "orders", "--reason", "moving", "--until", "2026-12-01T06:00+01:00"))
        .isZero();
    assertThat(cli.understudy.asked.get(1))
        .contains("check=Optional.empty", "until=2026-12-01T05:00:00Z");
  }

  @Test
  void maintenanceBeginsAndEnds() {
    assertThat(
            cli.run(
                "maintenance",
                "orders",
                "bravo",
                "--on",
                "--reason",
                "disks",
                "--owner",
                "maria",
                "--until",
                "3h"))
        .isZero();
    assertThat(cli.understudy.asked.get(0))
        .contains("Maintenance", "node=Optional[bravo]", "owner=Optional[maria]");

    assertThat(cli.run("maintenance", "orders", "bravo", "--off")).isZero();
    assertThat(cli.understudy.asked).contains("end silence 3");
    assertThat(cli.run("maintenance", "orders", "--off")).as("the whole cluster's").isZero();
    assertThat(cli.out()).contains("There is no maintenance.");
    assertThat(cli.run("unsilence", "3")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "silence orders --until 2h",
        "silence orders --reason why",
        "silence orders --reason why --until soon",
        "maintenance orders --reason why --until 2h",
        "maintenance orders --on --off",
        "acknowledge stocks archive-gaps --reason why --until 2h",
      })
  void whatIsMissingOrWrongIsWrongUsage(String words) {
    assertThat(cli.run(words.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(cli.understudy.asked).isEmpty();
  }
}
