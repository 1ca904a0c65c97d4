package dev.understudy.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.timetable.Firing.Outcome;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.definition.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of times that came, as a function of what is known. */
class FiringTest {
  private static final Instant SUNDAY = Instant.parse("2026-03-01T01:00:00Z");
  private static final Entry FULL = entry("full", "0 0 1 ? * SUN", Misfire.ONCE, Set.of());
  private static final Entry INCREMENTAL =
      entry("incremental", "0 0 1 * * ?", Misfire.ONCE, Set.of("full"));
  private static final Entry PICKY = entry("picky", "0 0 1 ? * SUN", Misfire.SKIP, Set.of());
  private static final List<Entry> ALL = List.of(INCREMENTAL, FULL, PICKY);

  static Entry entry(String id, String times, Misfire misfire, Set<String> yieldsTo) {
    return new Entry(
        id,
        "orders",
        new Rhythm.Calendar(times),
        misfire,
        "base-backup",
        Map.of("type", id),
        yieldsTo);
  }

  @Test
  void nothingIsDueBeforeItsTime() {
    assertThat(Firing.due(ALL, at(SUNDAY.minusMillis(1), Map.of("full", SUNDAY)))).isEmpty();
    assertThat(Firing.due(ALL, at(SUNDAY, Map.of()))).as("never due").isEmpty();
  }

  @Test
  void aTimeThatCameStartsAndTheNextIsThatOfTheCalendar() {
    assertThat(Firing.due(ALL, at(SUNDAY.plusSeconds(1), Map.of("full", SUNDAY))))
        .containsExactly(
            new Firing(
                FULL,
                SUNDAY,
                Outcome.STARTED,
                "",
                Optional.of(Instant.parse("2026-03-08T01:00:00Z"))));
  }

  @Test
  void missedTimesAreMadeUpForOnceOrLeftOut() {
    Instant later = SUNDAY.plus(Duration.ofDays(16));
    List<Firing> due = Firing.due(ALL, at(later, Map.of("full", SUNDAY, "picky", SUNDAY)));

    assertThat(due)
        .extracting(firing -> firing.entry().id(), Firing::scheduled, Firing::outcome)
        .containsExactly(
            tuple("full", SUNDAY, Outcome.STARTED), tuple("picky", SUNDAY, Outcome.MISSED));
    assertThat(due).allMatch(firing -> firing.next().orElseThrow().isAfter(later));
    assertThat(due.get(0).reason()).contains("no service ran");
  }

  @Test
  void anIncrementalOneStandsBackBeforeAFullOne() {
    Map<String, Instant> both = Map.of("full", SUNDAY, "incremental", SUNDAY);
    assertThat(outcome(at(SUNDAY, both))).isEqualTo(Outcome.SKIPPED);
    Facts fired =
        new Facts(
            SUNDAY,
            Map.of("incremental", SUNDAY),
            Map.of("full", SUNDAY),
            List.of(),
            Set.of("orders"));
    assertThat(outcome(fired)).as("fired a moment ago").isEqualTo(Outcome.SKIPPED);
    assertThat(outcome(at(SUNDAY, Map.of("incremental", SUNDAY)))).isEqualTo(Outcome.STARTED);
  }

  @Test
  void anIncrementalOneStandsBackWhileAFullOneRunsButNotWhileThatWaitsForAPerson() {
    assertThat(outcome(running("full", RunStatus.RUNNING))).isEqualTo(Outcome.SKIPPED);
    assertThat(outcome(running("full", RunStatus.PENDING))).isEqualTo(Outcome.SKIPPED);
    assertThat(outcome(running("full", RunStatus.WAITING))).isEqualTo(Outcome.STARTED);
    assertThat(outcome(running("incremental", RunStatus.RUNNING))).isEqualTo(Outcome.STARTED);
  }

  @Test
  void aClusterThatIsNotProvisionedHasNoSchedule() {
    Facts facts =
        new Facts(SUNDAY, Map.of("incremental", SUNDAY), Map.of(), List.of(), Set.of("stock"));
    assertThat(outcome(facts)).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void anIntervalKeepsItsRhythmOverTimesThatWereMissed() {
    Rhythm rhythm = new Rhythm.Every(Duration.ofMinutes(10));
    assertThat(rhythm.next(SUNDAY, SUNDAY)).contains(SUNDAY.plusSeconds(600));
    assertThat(rhythm.next(SUNDAY, SUNDAY.plusSeconds(599))).contains(SUNDAY.plusSeconds(600));
    assertThat(rhythm.next(SUNDAY, SUNDAY.plusSeconds(600))).contains(SUNDAY.plusSeconds(1200));
    assertThat(rhythm.next(SUNDAY, SUNDAY.plusSeconds(6001))).contains(SUNDAY.plusSeconds(6600));
    assertThat(rhythm.words()).isEqualTo("every 10m");
  }

  private static Outcome outcome(Facts facts) {
    return Firing.due(ALL, facts).stream()
        .filter(firing -> firing.entry().equals(INCREMENTAL))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static Facts at(Instant now, Map<String, Instant> next) {
    return new Facts(now, next, Map.of(), List.of(), Set.of("orders"));
  }

  private static Facts running(String type, RunStatus status) {
    RunView run =
        new RunView(
            "r1",
            "orders",
            "base-backup",
            "hash",
            Map.of("type", type, "cluster", "orders"),
            Urgency.ROUTINE,
            true,
            status,
            RunView.Intent.COMPLETE,
            "",
            "",
            null,
            1,
            "eve",
            SUNDAY,
            null,
            null);
    return new Facts(
        SUNDAY, Map.of("incremental", SUNDAY), Map.of(), List.of(run), Set.of("orders"));
  }
}
