package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.Explanation;
import dev.understudy.api.Explanation.Fencing;
import dev.understudy.api.Explanation.Prospect;
import dev.understudy.api.VerdictView;
import dev.understudy.common.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final Instant AT = Instant.parse("2030-01-01T12:00:00Z");

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
  }

  private static VerdictView verdict(String code, VerdictView.@Nullable Start start) {
    return new VerdictView(
        AT,
        code,
        "failover",
        "Neither alpha nor its host answers anybody.",
        List.of("bravo heard alpha 9.0 s ago"),
        List.of(),
        "bravo",
        0L,
        Map.of(),
        start);
  }

  @Test
  void aTimeIsExplainedFromWhatWasWrittenDown() {
    VerdictView.Start start = new VerdictView.Start(AT, "20300101-abcd", null, true);
    cli.understudy.explanation =
        new Explanation(
            "orders",
            AT,
            true,
            "A failover was started.",
            verdict("host lost", start),
            List.of(verdict("not enough evidence", null)),
            null);

    assertThat(cli.run("explain", "orders", "--at", "2030-01-01T13:00:00+01:00")).isZero();

    assertThat(cli.understudy.asked).containsExactly("explain orders 2030-01-01T12:00:00Z");
    assertThat(cli.out())
        .isEqualTo(
            """
            A failover was started.

            Verdict since 2030-01-01T12:00:00Z: host lost, allows failover
              Neither alpha nor its host answers anybody.
              evidence: bravo heard alpha 9.0 s ago
              failover: run 20300101-abcd, acknowledged

            Before that:
              2030-01-01T12:00:00Z  not enough evidence. Neither alpha nor its host answers anybody.
            """);
  }

  @Test
  void nowSaysWhatWouldHappenToo() {
    cli.understudy.explanation =
        new Explanation(
            "orders",
            AT,
            false,
            "No service watched.",
            null,
            List.of(),
            new Prospect(
                "If alpha were lost now, nobody could take over.",
                null,
                null,
                Map.of("bravo", "its replay is paused"),
                List.of("failover.automatic is false"),
                List.of(new Fencing("ssh", "its host"))));

    assertThat(cli.run("explain", "orders", "--acknowledge")).isZero();

    assertThat(cli.understudy.asked)
        .containsExactly("acknowledge failover orders", "explain orders");
    assertThat(cli.out())
        .isEqualTo(
            """
            No service watched.

            If alpha were lost now, nobody could take over.
              against it: failover.automatic is false
              not bravo: its replay is paused
              fencing by ssh: its host
            """);
  }

  @Test
  void asJsonToo() {
    cli.understudy.explanation =
        new Explanation("orders", AT, true, "No.", verdict("hung", null), List.of(), null);
    assertThat(cli.run("explain", "orders", "--json")).isZero();
    assertThat(Json.read(cli.out()).path("verdict").path("behind_bytes").asLong()).isZero();
    assertThat(Json.read(cli.out()).path("verdict").path("code").asText()).isEqualTo("hung");
  }

  @Test
  void aTimeNeedsAZone() {
    assertThat(cli.run("explain", "orders", "--at", "yesterday")).isEqualTo(64);
    assertThat(cli.err()).contains("--at", "'yesterday' is no time");
  }
}
