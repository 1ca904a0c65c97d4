package dev.understudy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ChildJvm;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SIGKILL leaves of alarms. */
@Timeout(120)
class KilledProcessTest {
  @TempDir Path data;

  @Test
  void alarmsRingOnceAfterTheRestartAtTheTimesTheyWereSetTo() throws Exception {
    Map<String, Instant> set =
        runAndKill("set", "far", "PT1H", "coming", "PT10S", "missed", "PT5S");
    Instant missed = set.get("missed");
    Instant coming = set.get("coming");
    Instant far = set.get("far");
    assertThat(Instant.now()).as("the kill came in time").isBefore(missed);
    waitUntil(missed.plusMillis(1));
    Rings rings = new Rings();
    try (Store store = Store.openForWriting(data)) {
      TriggerRow sweep = new TriggerTable(store).find(AlarmTriggers.every("sweep")).orElseThrow();
      QuartzAlarms alarms = new QuartzAlarms(store, rings);
      alarms.every("sweep", Duration.ofHours(1));
      alarms.reconcile(set);
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
    Instant at = runAndKill("ringing run-1", "run-1", "-PT1M").get("run-1");
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

  /** Runs a process that sets alarms until it prints the line; returns the alarms' times. */
  private Map<String, Instant> runAndKill(String line, String... alarms) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(data.toString()));
    arguments.addAll(List.of(alarms));
    try (ChildJvm child = ChildJvm.start(AlarmProcess.class, arguments.toArray(String[]::new))) {
      List<String> seen = child.awaitLine(line);
      child.kill();
      return seen.stream()
          .filter(text -> text.matches("[a-z0-9-]+=.*Z"))
          .map(text -> text.split("=", 2))
          .collect(Collectors.toMap(pair -> pair[0], pair -> Instant.parse(pair[1])));
    }
  }

  private static void waitUntil(Instant time) {
    while (Instant.now().isBefore(time)) {
      LockSupport.parkUntil(time.toEpochMilli());
    }
  }
}
