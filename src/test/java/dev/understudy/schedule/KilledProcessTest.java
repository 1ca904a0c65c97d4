package dev.understudy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ChildJvm;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SIGKILL leaves of alarms. */
@Timeout(120)
class KilledProcessTest {
  @TempDir Path data;

  @Test
  void alarmsRingOnceAfterTheRestartAtTheTimesTheyWereSetTo() throws Exception {
    Instant missed = Instant.ofEpochMilli(System.currentTimeMillis() + 8_000);
    Instant coming = missed.plusSeconds(4);
    Instant far = missed.plusSeconds(3_600);
    try (ChildJvm child =
        ChildJvm.start(
            AlarmProcess.class,
            data.toString(),
            "missed",
            missed.toString(),
            "coming",
            coming.toString(),
            "far",
            far.toString())) {
      child.awaitLine("set");
      child.kill();
    }
    assertThat(Instant.now()).as("the kill came in time").isBefore(missed);
    waitUntil(missed.plusMillis(1));
    Rings rings = new Rings();
    try (Store store = Store.openForWriting(data)) {
      TriggerRow sweep = new TriggerTable(store).find(AlarmTriggers.every("sweep")).orElseThrow();
      QuartzAlarms alarms = new QuartzAlarms(store, rings);
      alarms.every("sweep", Duration.ofHours(1));
      alarms.reconcile(Map.of("missed", missed, "coming", coming, "far", far));
      alarms.start();
      Map<String, Instant> rung = new HashMap<>();
      for (int i = 0; i < 2; i++) {
        Rings.Ring ring = rings.next();
        rung.put(ring.key(), ring.scheduled());
        assertThat(ring.rung()).isAfterOrEqualTo(ring.scheduled());
      }
      alarms.stop();
      assertThat(rung).isEqualTo(Map.of("missed", missed, "coming", coming));
      assertThat(rings.pending()).isZero();
      assertThat(new TriggerTable(store).find(AlarmTriggers.every("sweep"))).contains(sweep);
      assertThat(new TriggerTable(store).find(AlarmTriggers.once("far")))
          .hasValueSatisfying(row -> assertThat(row.nextMillis()).isEqualTo(far.toEpochMilli()));
    }
  }

  @Test
  void anAlarmWhoseListenerWasUnderWayRingsAgainWithItsTime() throws Exception {
    Instant at = Instant.parse("2026-01-31T12:00:00.123Z");
    try (ChildJvm child =
        ChildJvm.start(AlarmProcess.class, data.toString(), "run-1", at.toString())) {
      child.awaitLine("ringing run-1");
      child.kill();
    }
    Rings rings = new Rings();
    try (Store store = Store.openForWriting(data)) {
      QuartzAlarms alarms = new QuartzAlarms(store, rings);
      alarms.start();
      Rings.Ring ring = rings.next();
      assertThat(ring.key()).isEqualTo("run-1");
      assertThat(ring.scheduled()).isEqualTo(at);
      alarms.stop();
      assertThat(rings.pending()).isZero();
      assertThat(new TriggerTable(store).find(AlarmTriggers.once("run-1"))).isEmpty();
    }
  }

  private static void waitUntil(Instant time) {
    while (Instant.now().isBefore(time)) {
      java.util.concurrent.locks.LockSupport.parkUntil(time.toEpochMilli());
    }
  }
}
