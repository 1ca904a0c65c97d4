package dev.understudy.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.CheckId;
import dev.understudy.schedule.Alarms;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules in a real store, with a clock that a test commands. */
class TimetableTest {
  private static final Instant SATURDAY = Instant.parse("2026-02-28T12:00:00Z");
  private static final Instant SUNDAY = Instant.parse("2026-03-01T01:00:00Z");
  private static final Entry FULL =
      FiringTest.entry("full", "0 0 1 ? * SUN", Misfire.ONCE, Set.of());

  @TempDir Path data;
  private final Silent set = new Silent();
  private Instant now = SATURDAY;
  private Store store;
  private int nudges;
  private final List<Entry> looked = new ArrayList<>();

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    new ClusterRegistry(store, clock())
        .change(handle -> {}, changes -> changes.register("orders", "alpha", "7001"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aTimeThatComesStartsARunAndWakesForTheNext() {
    Timetable timetable = started(FULL);
    assertThat(set.alarms).containsExactly(Map.entry("schedule-full", SUNDAY));
    assertThat(starts()).isEmpty();

    now = SUNDAY;
    timetable.look();

    assertThat(starts()).containsExactly("schedule full");
    assertThat(nudges).isEqualTo(1);
    assertThat(set.alarms)
        .containsExactly(Map.entry("schedule-full", SUNDAY.plus(Duration.ofDays(7))));
    assertThat(last(FULL).outcome()).isEqualTo("started");
  }

  @Test
  void twoAlarmsOfOneTimeStartOneRun() {
    Timetable timetable = started(FULL);
    now = SUNDAY;
    timetable.look();
    timetable.look();
    // As after a store that was restored from before the fire's commit was seen.
    store.writer().useHandle(h -> h.execute("UPDATE schedule SET next_at = ?", SUNDAY));
    timetable.look();

    assertThat(starts()).hasSize(1);
  }

  @Test
  void theNextServiceMakesUpForWhatWasMissedOnce() {
    started(FULL);
    now = SUNDAY.plus(Duration.ofDays(15));

    started(FULL);
    started(FULL);

    assertThat(starts()).hasSize(1);
    assertThat(last(FULL).scheduled()).isEqualTo(SUNDAY);
    assertThat(last(FULL).reason()).contains("no service ran");
  }

  @Test
  void aChangedDefinitionCountsAnewAndARemovedOneIsForgotten() {
    started(FULL);
    now = SUNDAY.plusSeconds(3600);
    Entry changed = FiringTest.entry("full", "0 0 3 ? * SUN", Misfire.ONCE, Set.of());

    started(changed);

    assertThat(starts()).as("what an older definition missed").isEmpty();
    assertThat(set.alarms).containsEntry("schedule-full", SUNDAY.plusSeconds(7200));
    started();
    assertThat(set.alarms).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void aListTellsWhenNextEvenWhereNoServiceEverRan() {
    assertThat(line(FULL).next()).contains(SUNDAY);
    assertThat(line(FULL).last()).isEmpty();
  }

  @Test
  void checksAreCarriedOutWithoutARunAndOnlyTheirNewestFireIsKept() {
    Entry checks =
        new Entry(
            "orders/check-archive-gaps",
            "orders",
            new Rhythm.Every(Duration.ofSeconds(30)),
            Misfire.ONCE,
            new Deed.Look(Set.of(CheckId.ARCHIVE_GAPS)),
            Set.of());
    Timetable timetable = started(checks);
    now = now.plusSeconds(30);
    timetable.look();
    timetable.look();
    assertThat(looked).as("one time, one look").containsExactly(checks);

    now = now.plus(Duration.ofHours(3));
    timetable.look();

    assertThat(looked).as("many missed times, one look").containsExactly(checks, checks);
    assertThat(set.alarms).containsOnlyKeys("schedule-checks");
    assertThat(starts()).isEmpty();
    assertThat(nudges).isZero();
    assertThat(count("fire")).isEqualTo(1);
    assertThat(last(checks).outcome()).isEqualTo("started");
    assertThat(line(checks).next()).contains(now.plusSeconds(30));
  }

  @Test
  void allChecksShareTheAlarmOfTheNextOfThem() {
    Entry minutely = checks("often", Duration.ofMinutes(1));
    Timetable timetable = started(minutely, checks("seldom", Duration.ofHours(1)));
    assertThat(set.alarms)
        .containsExactly(Map.entry("schedule-checks", SATURDAY.plus(Duration.ofMinutes(1))));

    now = SATURDAY.plus(Duration.ofHours(1));
    timetable.ring("schedule-checks");

    assertThat(looked).hasSize(2);
    assertThat(set.alarms)
        .containsExactly(Map.entry("schedule-checks", now.plus(Duration.ofMinutes(1))));
  }

  @Test
  void checksOfAClusterThatIsNotProvisionedLeaveNoTrace() {
    Entry entry = checks("often", Duration.ofMinutes(1));
    store.writer().useHandle(handle -> handle.execute("DELETE FROM cluster"));
    Timetable timetable = started(entry);
    now = now.plus(Duration.ofMinutes(1));
    timetable.look();

    assertThat(looked).isEmpty();
    assertThat(count("fire")).isZero();
    assertThat(line(entry).next()).contains(now.plus(Duration.ofMinutes(1)));
  }

  private static Entry checks(String id, Duration every) {
    return new Entry(
        id,
        "orders",
        new Rhythm.Every(every),
        Misfire.ONCE,
        new Deed.Look(Set.of(CheckId.ARCHIVE_GAPS)),
        Set.of());
  }

  @Test
  void anAlarmThatWasLostIsSetAgainByTheSweep() {
    Timetable timetable = started(FULL);
    set.alarms.clear();
    timetable.look();
    assertThat(set.alarms).as("set once").isEmpty();

    timetable.ring("timetable");

    assertThat(set.alarms).containsOnlyKeys("schedule-full");
  }

  @Test
  void otherEntriesAreFollowedWithoutAnotherStart() {
    Timetable timetable = started(FULL);
    Entry other = FiringTest.entry("incremental", "0 0 2 * * ?", Misfire.ONCE, Set.of());

    timetable.follow(List.of(FULL, other));

    assertThat(set.alarms).as("and the one that stays keeps its time").hasSize(2);
    assertThat(set.alarms).containsEntry("schedule-full", SUNDAY);
    timetable.follow(List.of(other));
    assertThat(set.alarms).containsOnlyKeys("schedule-incremental");
    now = SUNDAY;
    timetable.look();
    assertThat(starts()).as("nothing of what is gone").isEmpty();
    timetable.follow(List.of(FULL, other));
    assertThat(set.alarms.get("schedule-full")).as("counted anew").isAfter(SUNDAY);
  }

  private Timetable started(Entry... entries) {
    Timetable timetable =
        new Timetable(store, List.of(entries), clock(), set, () -> nudges++, looked::add);
    timetable.start();
    return timetable;
  }

  private List<String> starts() {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT requested_by FROM signal WHERE kind = 'start'")
                    .mapTo(String.class)
                    .list());
  }

  private int rows() {
    return count("schedule");
  }

  private int count(String table) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  private Fire last(Entry entry) {
    return line(entry).last().orElseThrow();
  }

  private Schedules.Line line(Entry entry) {
    return new Schedules(store, clock()).list(List.of(entry)).get(0);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  /** Alarms that never ring: a test looks itself. */
  private static final class Silent implements Alarms {
    final Map<String, Instant> alarms = new TreeMap<>();

    @Override
    public void set(String key, Instant at) {
      alarms.put(key, at);
    }

    @Override
    public void clear(String key) {
      alarms.remove(key);
    }

    @Override
    public void every(String key, Duration interval) {}

    @Override
    public void reconcile(Map<String, Instant> wanted) {}

    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}
