package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.CheckReport;
import dev.understudy.api.CheckResult;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
  }

  private static CheckReport fine(String cluster) {
    return new CheckReport(
        cluster,
        Severity.OK,
        List.of(
            new CheckResult(
                "archive-gaps",
                Severity.OK,
                "7 segments from 0/3000000 on, all there",
                null,
                List.of(Measure.of("archive_segments", 7, Measure.Unit.COUNT)))));
  }

  private static CheckReport ailing() {
    return new CheckReport(
        "orders",
        Severity.CRITICAL,
        List.of(
            new CheckResult(
                "archive-backlog",
                Severity.CRITICAL,
                "200 segments wait | and more",
                "mend archiving",
                List.of(
                    Measure.of("archive_ready", 200, Measure.Unit.COUNT),
                    Measure.of("wal_disk_full_in", 3600, Measure.Unit.SECONDS)
                        .downTo(86_400L, 14_400L))),
            new CheckResult(
                "base-backup-drift",
                Severity.CRITICAL,
                "F is 3 days old",
                "take a base backup",
                List.of(
                    Measure.of("backup_age", 260_000, Measure.Unit.SECONDS)
                        .upTo(93_600L, 180_000L))),
            new CheckResult("archiver-failures", Severity.UNKNOWN, "no answer", "look", List.of()),
            new CheckResult("archive-gaps", Severity.OK, "all there", null, List.of())));
  }

  @Test
  void theFirstLineSaysTheGravestAndHoldsThePerformanceData() {
    cli.understudy.reports.add(ailing());

    assertThat(cli.run("check", "orders")).isEqualTo(2);

    assertThat(cli.out())
        .isEqualTo(
            """
            CRITICAL - orders archive-backlog: 200 segments wait / and more (and 1 more) \
            | 'archive_ready'=200;;;0 'wal_disk_full_in'=3600s;86400:;14400:;0 \
            'backup_age'=260000s;93600;180000;0
            CRITICAL orders archive-backlog: 200 segments wait / and more
              remedy: mend archiving
            CRITICAL orders base-backup-drift: F is 3 days old
              remedy: take a base backup
            UNKNOWN orders archiver-failures: no answer
              remedy: look
            OK orders archive-gaps: all there
            """);
    assertThat(cli.understudy.asked).containsExactly("check orders");
  }

  @Test
  void severalClustersAreToldApart() {
    cli.understudy.reports.addAll(List.of(fine("orders"), fine("stock")));

    assertThat(cli.run("check")).isZero();

    assertThat(cli.out())
        .startsWith(
            "OK - orders, stock: 2 checks passed"
                + " | 'orders.archive_segments'=7;;;0 'stock.archive_segments'=7;;;0\n");
  }

  @Test
  void theFirstWordIsAClusterIfThereIsOne() {
    cli.understudy.reports.add(fine("orders"));

    cli.run("check", "orders", "archive-gaps", "archive-writer");
    cli.run("check", "archive-gaps");

    assertThat(cli.understudy.asked)
        .containsExactly("check orders archive-gaps archive-writer", "check * archive-gaps");
  }

  @Test
  void inJsonItHasTheDocumentedKeys() {
    cli.understudy.reports.add(ailing());

    assertThat(cli.run("check", "orders", "--json")).isEqualTo(2);

    JsonNode json = Json.read(cli.out());
    assertThat(json.path("severity").asText()).isEqualTo("CRITICAL");
    JsonNode cluster = json.at("/clusters/0");
    assertThat(cluster.fieldNames()).toIterable().containsExactly("cluster", "severity", "results");
    assertThat(cluster.at("/results/0").fieldNames())
        .toIterable()
        .containsExactly("check", "severity", "sentence", "remedy", "measures");
    assertThat(cluster.at("/results/0/measures/1").fieldNames())
        .toIterable()
        .containsExactly("name", "value", "unit", "warning", "critical", "less_is_worse");
  }

  @Test
  void whoeverCannotCheckSaysUnknown() {
    cli.understudy.failure =
        new UnderstudyException(ErrorClass.PRECONDITION, "store", "it is locked", "wait", null);
    assertThat(cli.run("check", "orders")).isEqualTo(3);
    assertThat(cli.out()).isEqualTo("UNKNOWN - store: it is locked\n");

    cli.understudy.failure = new IllegalStateException("a bug");
    assertThat(cli.run("check", "orders")).isEqualTo(3);

    assertThat(cli.run("check", "--no-such-option")).isEqualTo(3);
    assertThat(cli.run("check", "--config", "/no/such/file")).isEqualTo(3);
    assertThat(cli.out()).startsWith("UNKNOWN - ");
  }
}
