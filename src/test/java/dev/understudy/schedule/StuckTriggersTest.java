package dev.understudy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers that Quartz forgot after a failure of the store. */
class StuckTriggersTest {
  @TempDir Path data;
  private final Rings rings = new Rings();
  private Store store;
  private QuartzAlarms alarms;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    alarms = new QuartzAlarms(store, rings);
    alarms.start();
  }

  @AfterEach
  void close() {
    alarms.stop();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BLOCKED", "ACQUIRED", "ERROR", "PAUSED", "PAUSED_BLOCKED"})
  void areSetAgainWhenReconciled(String state) throws Exception {
    Instant at = Instant.ofEpochMilli(System.currentTimeMillis() - 60_000);
    alarms.set("run-1", Instant.now().plusSeconds(3600));
    stick(state, at);
    alarms.set("marker", Instant.now());
    assertThat(rings.next().key()).isEqualTo("marker");
    alarms.reconcile(Map.of("run-1", at));
    Rings.Ring ring = rings.next();
    assertThat(ring.key()).isEqualTo("run-1");
    assertThat(ring.scheduled()).isEqualTo(at);
  }

  @Test
  void areSetAgainWhenSetToTheSameTime() throws Exception {
    Instant at = Instant.ofEpochMilli(System.currentTimeMillis() - 60_000);
    alarms.set("run-1", Instant.now().plusSeconds(3600));
    stick("BLOCKED", at);
    alarms.set("run-1", at);
    assertThat(rings.next().scheduled()).isEqualTo(at);
  }

  @Test
  void ringOnInTheirRhythmWhenTheyRepeat() {
    long now = System.currentTimeMillis();
    alarms.every("sweep", Duration.ofHours(1));
    stick("BLOCKED", Instant.ofEpochMilli(now - Duration.ofMinutes(90).toMillis()));
    alarms.reconcile(Map.of());
    TriggerRow row = new TriggerTable(store).find(AlarmTriggers.every("sweep")).orElseThrow();
    assertThat(row.state()).isEqualTo("WAITING");
    assertThat(row.nextMillis()).isEqualTo(now + Duration.ofMinutes(30).toMillis());
  }

  private void stick(String state, Instant at) {
    store
        .writer()
        .useTransaction(
            handle ->
                handle.execute(
                    "UPDATE QRTZ_TRIGGERS SET TRIGGER_STATE = ?,"
                        + " START_TIME = ?, NEXT_FIRE_TIME = ?",
                    state,
                    at.toEpochMilli(),
                    at.toEpochMilli()));
  }
}
