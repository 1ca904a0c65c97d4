package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.ErrorView;
import dev.understudy.api.Plan;
import dev.understudy.common.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCommandsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
  }

  @Test
  void aPlanIsADiffByNodeAndStepAndExitsWithTwo() {
    cli.understudy.plan = Samples.plan();

    assertThat(cli.run("plan", "orders")).isEqualTo(2);

    assertThat(cli.out())
        .isEqualTo(
            """
            alpha
              settings
                ~ setting wal_level: logical → replica [restart]

            bravo
              packages
                + package postgresql-15: 15.14
              settings
                ~ file /etc/a.conf [restart]
                      x = 1
                    - old = 1
              base-backup
                ~ directory /data: empty → a copy [irreversible]

            Plan: 4 changes on 2 nodes, 1 restart of the primary, 1 restart of standbys
            """);
    assertThat(cli.understudy.asked).containsExactly("plan orders");
    assertThat(cli.understudy.closed).isEqualTo(1);
  }

  @Test
  void anEmptyPlanExitsWithZero() {
    cli.understudy.plan = new Plan("orders", "alpha", List.of());

    assertThat(cli.run("plan", "orders")).isZero();

    assertThat(cli.out()).isEqualTo("Nothing to change\n");
  }

  @Test
  void aPlanInJsonHasTheDocumentedKeys() {
    cli.understudy.plan = Samples.plan();

    assertThat(cli.run("plan", "orders", "--json")).isEqualTo(2);

    JsonNode json = Json.read(cli.out());
    assertThat(json.fieldNames()).toIterable().containsExactly("cluster", "primary", "changes");
    assertThat(json.get("changes").get(0).fieldNames())
        .toIterable()
        .contains("node", "step", "kind", "before", "after", "restart", "irreversible");
  }

  @Test
  void theStatusIsATableWithLagAndConnectionStrings() {
    cli.understudy.status = Samples.status();

    assertThat(cli.run("status", "orders")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            orders  epoch 3, primary alpha

            NODE   ROLE     STATE      TIMELINE  LSN        RECEIVED   REPLAYED   LAG      STREAMING  IN SYNC
            alpha  primary  running    2         0/5000148
            bravo  standby  streaming  2         0/5000148  0/5000148  0/4F00000  1.0 MiB  yes        no

            libpq  postgresql://10.0.0.1:5432,10.0.0.2:5432/
            JDBC   jdbc:postgresql://10.0.0.1/
            """);
  }

  @Test
  void theStatusInJsonHasTheDocumentedKeys() {
    cli.understudy.status = Samples.status();

    assertThat(cli.run("--json", "status", "orders")).isZero();

    JsonNode json = Json.read(cli.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("cluster", "epoch", "primary", "nodes", "connect");
    assertThat(json.get("nodes").get(1).fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "role",
            "state",
            "timeline",
            "lsn",
            "received",
            "replayed",
            "lag_bytes",
            "streaming",
            "in_sync");
    assertThat(json.get("connect").fieldNames()).toIterable().containsExactly("libpq", "jdbc");
  }

  @Test
  void theHistoryTellsWhoBecameThePrimaryAndWhy() {
    assertThat(cli.run("history", "orders")).isZero();
    assertThat(cli.out()).isEqualTo("The primary of orders was never changed by Understudy.\n");

    cli.understudy.history.add(Samples.change());

    assertThat(cli.run("history", "orders")).isZero();
    assertThat(cli.out())
        .contains("2026-01-01T00:00:00Z  failover  alpha  bravo  4      1         ssh    maria")
        .contains("alpha is unplugged");
    cli.run("history", "orders", "--json");
    assertThat(cli.out()).contains("\"to\":\"bravo\"");
  }

  @Test
  void backupsAreATableWithWhatCanBeRestored() {
    cli.understudy.backups = Samples.backups();

    assertThat(cli.run("backups", "orders")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            orders  s3://orders-wal/prod

            BACKUP            TYPE         STARTED               TOOK   SIZE     START      STOP       WAL                                                 VERIFIED
            20260101-000000F  full         2026-01-01T00:00:00Z  1.0 s  1.0 GiB  0/3000028  0/3000138  000000010000000000000003  000000010000000000000003  2026-01-02T00:00:00Z
            20260102-000000I  incremental  2026-01-02T00:00:00Z  1.0 s  1.0 GiB  0/3000028  0/3000138  000000010000000000000003  000000010000000000000003  never                 not usable

            restorable from 2026-01-01T00:00:01Z (0/3000138) to 2026-01-03T00:00:00Z (0/A000000)
            """);
  }

  @Test
  void runsAreListedForAllClustersOrOne() {
    cli.understudy.runs.add(Samples.summary("4f2a"));

    assertThat(cli.run("runs")).isZero();
    assertThat(cli.out())
        .contains("4f2a  provision  orders   done    2026-11-24T21:39:00Z  1 min 0 s");
    assertThat(cli.run("runs", "stock")).isZero();
    assertThat(cli.understudy.asked).containsExactly("runs *", "runs stock");
  }

  @Test
  void aRunIsShownWithEvidenceAndErrors() {
    cli.understudy.runs.add(Samples.summary("4f2a"));
    cli.understudy.detail =
        Samples.run(
            "waiting",
            Samples.step("slots", "alpha", "done", null),
            Samples.step(
                "base-backup",
                "bravo",
                "waiting",
                new ErrorView("no space", "bravo", "the disk is full", "free 2 GiB")));

    assertThat(cli.run("run", "show", "last")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            Run 4f2a  provision of orders, waiting
            started 2026-11-24T21:39:19Z, took 41 s

            ✔ alpha  slots  done, 5.0 s
                     slot: bravo
            ? bravo  base-backup  waiting, 5.0 s
                     slot: bravo
                     bravo: the disk is full
                     remedy: free 2 GiB
            """);

    cli.run("run", "show", "4f2a", "--json");
    JsonNode json = Json.read(cli.out());
    assertThat(json.fieldNames())
        .toIterable()
        .contains("id", "workflow", "cluster", "status", "steps");
    JsonNode step = json.get("steps").get(1);
    assertThat(step.fieldNames())
        .toIterable()
        .contains("id", "node", "status", "attempts", "evidence", "error");
    assertThat(step.get("error").fieldNames())
        .toIterable()
        .containsExactly("class", "subject", "message", "remedy");
  }

  @Test
  void schedulesTellWhenNextAndWhatBecameOfTheLastTime() {
    cli.understudy.schedules.add(Samples.schedule("done", null));
    cli.understudy.schedules.add(Samples.schedule(null, "orders/backup-full is due too"));

    assertThat(cli.run("schedules")).isZero();

    assertThat(cli.out())
        .contains("SCHEDULE", "orders/backup-full  0 0 1 ? * SUN", "done     4f2a")
        .contains("skipped", "orders/backup-full is due too");
    cli.run("schedules", "--json");
    JsonNode json = Json.read(cli.out());
    assertThat(json.get(0).fieldNames())
        .toIterable()
        .containsExactly("id", "cluster", "workflow", "times", "next", "last");
    assertThat(json.get(0).get("last").fieldNames())
        .toIterable()
        .containsExactly("scheduled", "fired", "outcome", "run", "status");
  }

  @Test
  void watchTellsWhatIsKnownAndWhyTheRestIsNot() {
    cli.understudy.views.add(Samples.watched());

    assertThat(cli.run("watch", "orders")).isZero();

    assertThat(cli.out())
        .containsPattern("alpha +primary +0\\.4 s +1 +0/3000060")
        .containsPattern("bravo +standby +9\\.0 s .*timed out +8\\.5 s +no SSH to bravo");
    cli.run("watch", "orders", "--json");
    JsonNode nodes = Json.read(cli.out()).get("nodes");
    assertThat(nodes.get(0).get("lsn").asText()).isEqualTo("0/3000060");
    assertThat(nodes.get(0).has("trouble")).isFalse();
    assertThat(nodes.get(1).get("trouble_ms").asLong()).isEqualTo(8500);
  }

  @Test
  void whatAHostSaysCannotSteerTheTerminal() {
    cli.understudy.runs.add(Samples.summary("4f2a"));
    cli.understudy.detail =
        Samples.run(
            "failed",
            Samples.step(
                "slots",
                "alpha",
                "failed",
                new ErrorView("remote exit", "alpha", "a\u001b[2Jb\u0007\u202ec\nd", "")));

    cli.run("run", "show", "last");

    assertThat(cli.out()).contains("alpha: a?[2Jb??c d");
  }
}
