package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.DrillMarker;
import dev.understudy.store.DrillRow;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillsTest {
  private static final Instant AT = Instant.parse("2026-11-24T05:00:00Z");

  @TempDir Path data;
  private Store store;
  private ClusterRegistry registry;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    registry = new ClusterRegistry(store, Clock.systemUTC());
    store
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO definition VALUES ('h', 'restore-drill', 'f', 't', '2026')"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void run(String id, String status, String reason) {
    store
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates,
                      status, reason, requested_by, created_at, started_at)
                    VALUES (?, 'orders', 'restore-drill', 'h', '{}', 'routine', 1, ?, ?, 'test',
                      ?, ?)""",
                    id,
                    status,
                    reason,
                    "2026-11-2" + id + "T00:00:00.000Z",
                    "2026-11-2" + id + "T00:00:00.000Z"));
  }

  private void ended(String run, boolean passed, String why) {
    registry.change(
        handle -> {},
        changes -> {
          changes.markDrill(new DrillMarker(run, "orders", "bravo", "point", "0/3000028"));
          changes.endDrill(
              new DrillRow(
                  run,
                  AT,
                  passed,
                  why,
                  "20261123-010000F",
                  1000,
                  Duration.ofSeconds(3),
                  200,
                  Duration.ofSeconds(4),
                  "{}"));
        });
  }

  @Test
  void theNewestThatHasEndedCounts() {
    assertThat(Drills.newest(registry, "orders")).isEmpty();
    run("1", "done", "");
    ended("1", true, "");
    run("2", "running", "");
    run("3", "cancelled", "");

    assertThat(Drills.newest(registry, "orders"))
        .contains(new Drill(AT, true, "", 1000, Duration.ofSeconds(3), 200, Duration.ofSeconds(4)));
    assertThat(Drills.newest(registry, "another")).isEmpty();
  }

  @Test
  void oneThatBrokeOffHasFailedForItsRunsReason() {
    run("1", "done", "");
    ended("1", true, "");
    run("2", "failed", "files on bravo: no such backup");

    Drill newest = Drills.newest(registry, "orders").orElseThrow();
    assertThat(newest.passed()).isFalse();
    assertThat(newest.why()).isEqualTo("files on bravo: no such backup");
  }

  @Test
  void whatIsRecordedStays() {
    run("1", "failed", "verdict: not sound");
    ended("1", false, "query 1 failed");
    ended("1", true, "");

    assertThat(Drills.newest(registry, "orders").orElseThrow().why()).isEqualTo("query 1 failed");
  }
}
