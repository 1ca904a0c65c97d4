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

class QuartzAlarmsTest {
  @TempDir Path data;
  private final Rings rings = new Rings();
  private Store store;
  private QuartzAlarms alarms;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    alarms = new QuartzAlarms(store, rings);
  }

  @AfterEach
  void close() {
    alarms.stop();
    store.close();
  }

  @Test
  void ringsAtItsTimeWithThatTime() throws Exception {
    alarms.start();
    Instant at = Instant.ofEpochMilli(System.currentTimeMillis() + 300);
    alarms.set("run-1", at);
    Rings.Ring ring = rings.next();
    assertThat(ring.key()).isEqualTo("run-1");
    assertThat(ring.scheduled()).isEqualTo(at);
    assertThat(ring.rung()).isBetween(at, at.plusSeconds(5));
  }

  @Test
  void ringsAtOnceWhenItsTimeHasPassedWithTheTimeItWasSetTo() throws Exception {
    Instant at = Instant.parse("2020-01-01T00:00:00Z");
    alarms.set("late", at);
    alarms.start();
    assertThat(rings.next().scheduled()).isEqualTo(at);
  }

  @Test
  void doesNotRingBeforeTheStart() throws Exception {
    alarms.set("early", Instant.now());
    alarms.set("marker", Instant.now());
    assertThat(rings.pending()).isZero();
    alarms.start();
    rings.next();
    rings.next();
  }

  @Test
  void leavesAnAlarmAloneThatIsSetToTheSameTime() {
    Instant at = Instant.now().plusSeconds(3600);
    alarms.set("run-1", at);
    long changes = changes();
    alarms.set("run-1", at);
    assertThat(changes()).isEqualTo(changes);
    alarms.set("run-1", at.plusSeconds(1));
    assertThat(changes()).isGreaterThan(changes);
    assertThat(row("run-1").startMillis()).isEqualTo(AlarmTriggers.millis(at.plusSeconds(1)));
  }

  @Test
  void neverRingsAheadOfAFractionOfAMillisecond() {
    assertThat(AlarmTriggers.millis(Instant.ofEpochSecond(1, 1))).isEqualTo(1001);
    assertThat(AlarmTriggers.millis(Instant.ofEpochSecond(1, 1_000_000))).isEqualTo(1001);
  }

  @Test
  void movesAnAlarmForward() throws Exception {
    alarms.start();
    alarms.set("run-1", Instant.now().plusSeconds(3600));
    Instant soon = Instant.ofEpochMilli(System.currentTimeMillis() + 100);
    alarms.set("run-1", soon);
    assertThat(rings.next().scheduled()).isEqualTo(soon);
  }

  @Test
  void clearsAlarmsOfBothKinds() {
    alarms.set("a", Instant.now().plusSeconds(3600));
    alarms.every("a", Duration.ofHours(1));
    alarms.clear("a");
    alarms.clear("unknown");
    assertThat(new TriggerTable(store).all()).isEmpty();
  }

  @Test
  void listenersMaySetTheAlarmThatRings() throws Exception {
    Instant again = Instant.ofEpochMilli(System.currentTimeMillis() + 500);
    rings.whenRung(
        ring -> {
          if (!ring.scheduled().equals(again)) {
            alarms.set("run-1", again);
          }
        });
    alarms.start();
    alarms.set("run-1", Instant.now());
    rings.next();
    assertThat(rings.next().scheduled()).isEqualTo(again);
  }

  @Test
  void ringsRepeatedlyInItsRhythm() throws Exception {
    alarms.start();
    alarms.every("sweep", Duration.ofMillis(200));
    Instant first = rings.next().scheduled();
    assertThat(rings.next().scheduled()).isEqualTo(first.plusMillis(200));
    assertThat(rings.next().scheduled()).isEqualTo(first.plusMillis(400));
  }

  @Test
  void anUnchangedIntervalKeepsItsNextTime() {
    alarms.every("sweep", Duration.ofMinutes(10));
    TriggerRow before = every("sweep");
    alarms.every("sweep", Duration.ofMinutes(10));
    assertThat(every("sweep")).isEqualTo(before);
    alarms.every("sweep", Duration.ofMinutes(20));
    assertThat(every("sweep").intervalMillis()).isEqualTo(Duration.ofMinutes(20).toMillis());
  }

  @Test
  void reconcilingAddsMovesAndRemovesWhatDiffers() {
    Instant later = Instant.ofEpochMilli(System.currentTimeMillis() + 3_600_000);
    alarms.set("same", later);
    alarms.set("moved", later);
    alarms.set("gone", later);
    alarms.every("sweep", Duration.ofMinutes(10));
    TriggerRow sweep = every("sweep");
    alarms.reconcile(Map.of("same", later, "moved", later.plusSeconds(1), "new", later));
    assertThat(new TriggerTable(store).all())
        .filteredOn(TriggerRow::once)
        .extracting(row -> row.key().getName(), TriggerRow::nextMillis)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("same", later.toEpochMilli()),
            org.assertj.core.groups.Tuple.tuple("moved", later.toEpochMilli() + 1000),
            org.assertj.core.groups.Tuple.tuple("new", later.toEpochMilli()));
    assertThat(every("sweep")).isEqualTo(sweep);
  }

  @Test
  void aFailingListenerStopsNoOtherAlarm() throws Exception {
    rings.whenRung(
        ring -> {
          if (ring.key().equals("bad")) {
            throw new IllegalStateException("a listener that fails");
          }
        });
    alarms.start();
    alarms.set("bad", Instant.now());
    rings.next();
    alarms.set("good", Instant.now());
    assertThat(rings.next().key()).isEqualTo("good");
  }

  private TriggerRow row(String key) {
    return new TriggerTable(store).find(AlarmTriggers.once(key)).orElseThrow();
  }

  private TriggerRow every(String key) {
    return new TriggerTable(store).find(AlarmTriggers.every(key)).orElseThrow();
  }

  private long changes() {
    return store
        .writer()
        .withHandle(handle -> handle.createQuery("SELECT total_changes()").mapTo(Long.class).one());
  }
}
