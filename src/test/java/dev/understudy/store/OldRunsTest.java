package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldRunsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant LIMIT = NOW.minus(Duration.ofDays(90));
  private static final int OLD = 100;
  private static final int YOUNG = 80;

  @TempDir Path data;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    execute("INSERT INTO definition VALUES ('h', 'provision', 'file', 'text', 'then')");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatEndedLongAgoGoesWithAllThatBelongsToIt() {
    run("1", "provision", "done", OLD);
    run("2", "provision", "failed", OLD);
    run("3", "provision", "failed", YOUNG);
    run("4", "provision", "done", YOUNG);

    assertThat(forget()).isEqualTo(2);

    assertThat(runs()).containsExactly("3", "4");
    for (String table : List.of("step", "attempt", "event", "signal")) {
      assertThat(column("SELECT DISTINCT run FROM " + table + " ORDER BY run"))
          .as(table)
          .containsExactly("3", "4");
    }
    assertThat(column("SELECT run FROM forgetting")).isEmpty();
    assertThat(column("PRAGMA foreign_key_check")).isEmpty();
    assertThat(forget()).isZero();
  }

  @Test
  void whatHasNotEndedStaysHoweverOld() {
    for (String status : List.of("pending", "running", "waiting", "paused")) {
      run(status, "provision", status, OLD);
    }
    run("z", "provision", "done", YOUNG);

    assertThat(forget()).isZero();
    assertThatThrownBy(() -> execute("INSERT INTO forgetting VALUES ('waiting')"))
        .hasStackTraceContaining("has not ended");
  }

  @Test
  void theNewestOfEachClusterWorkflowAndOutcomeStays() {
    run("1", "provision", "done", OLD);
    run("2", "provision", "failed", OLD);
    run("3", "base-backup", "done", OLD);
    run("4", "provision", "cancelled", OLD);
    run("5", "provision", "cancelled", OLD);

    forget();

    assertThat(runs()).containsExactly("1", "2", "3", "5");
  }

  @Test
  void whatTellsWhoWasThePrimaryStays() {
    run("1", "failover", "done", OLD);
    execute(
        """
        INSERT INTO failover (run, cluster, epoch, old_primary, timeline, position, begun_at)
        VALUES ('1', 'orders', 1, 'alpha', 1, '', 'then')""");
    run("2", "failover", "done", OLD);
    execute(
        """
        INSERT INTO verdict VALUES (1, 'orders', 'then', 'c', 'failover', 'alpha', 's', '[]', '[]',
          'bravo', 0, '{}')""");
    execute("INSERT INTO failover_start VALUES (1, 'orders', 'then', '2', '', NULL, NULL)");
    run("3", "failover", "done", OLD);
    run("4", "failover", "done", YOUNG);

    forget();

    assertThat(runs()).containsExactly("1", "2", "4");
  }

  @Test
  void theLastDrillThatPassedAndRunsThatAreWaitedForStay() {
    for (String id : List.of("1", "2", "3")) {
      run(id, "restore-drill", "done", OLD);
      execute(
          """
          INSERT INTO drill (run, cluster, node, marker, lsn, marked_at, ended_at, passed)
          VALUES ('%s', 'orders', 'bravo', 'm', '0/1', '2026-0%s', 'then', %d)"""
              .formatted(id, id, id.equals("3") ? 0 : 1));
    }
    run("4", "switchover", "done", OLD);
    run("5", "switchover", "done", YOUNG);
    run("6", "provision", "paused", OLD);
    execute("UPDATE run SET preempted_by = '4' WHERE id = '6'");

    forget();

    assertThat(runs()).containsExactly("2", "3", "4", "5", "6");
    assertThat(column("SELECT run FROM drill ORDER BY run")).containsExactly("2", "3");
  }

  @Test
  void onlyAFewGoAtOnceTheOldestFirst() {
    run("1", "provision", "done", OLD + 1);
    run("2", "provision", "done", OLD + 2);
    run("3", "provision", "done", OLD);
    run("4", "provision", "done", YOUNG);

    assertThat(new OldRuns(store).forget(LIMIT, 2)).isEqualTo(2);

    assertThat(runs()).containsExactly("3", "4");
  }

  @Test
  void ordersThatWereAnsweredLongAgoGo() {
    execute(
        """
        INSERT INTO signal (kind, requested_by, requested_at, handled_at, result) VALUES
          ('start', 'a', 'then', '2026-01-01T00:00:00.000Z', '{}'),
          ('start', 'b', 'then', '2026-05-01T00:00:00.000Z', '{}'),
          ('start', 'c', '2026-01-01T00:00:00.000Z', NULL, NULL)""");

    new OldRuns(store).forgetSignals(LIMIT);

    assertThat(column("SELECT requested_by FROM signal ORDER BY id")).containsExactly("b", "c");
  }

  private int forget() {
    return new OldRuns(store).forget(LIMIT, 100);
  }

  private void run(String id, String workflow, String status, int daysAgo) {
    boolean ended = List.of("done", "failed", "cancelled").contains(status);
    String at = InstantText.format(NOW.minus(Duration.ofDays(daysAgo)));
    execute(
        """
        INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates, status,
          requested_by, created_at, ended_at)
        VALUES ('%s', 'orders', '%s', 'h', '{}', 'routine', 1, '%s', 'me', '%s', %s)"""
            .formatted(id, workflow, status, at, ended ? "'" + at + "'" : "NULL"));
    execute(
        """
        INSERT INTO step (run, id, node, position, node_position, uses, status)
        VALUES ('%s', 'one', 'alpha', 0, 0, 'make', 'done')"""
            .formatted(id));
    execute(
        """
        INSERT INTO attempt (run, step, node, number, phase, term, started_at)
        VALUES ('%s', 'one', 'alpha', 1, 'apply', 1, 'then')"""
            .formatted(id));
    execute(
        """
        INSERT INTO event (run, number, cluster, kind, text, term, at)
        VALUES ('%s', 1, 'orders', 'begun', 'it begins', 1, 'then')"""
            .formatted(id));
    execute(
        """
        INSERT INTO signal (kind, run, requested_by, requested_at, handled_at, result)
        VALUES ('pause', '%s', 'me', 'then', 'then', '{}')"""
            .formatted(id));
  }

  private void execute(String statement) {
    store.writer().useHandle(handle -> handle.execute(statement));
  }

  private List<String> runs() {
    return column("SELECT id FROM run ORDER BY id");
  }

  private List<String> column(String question) {
    return store
        .reader()
        .withHandle(handle -> handle.createQuery(question).mapTo(String.class).list());
  }
}
