package dev.understudy.timetable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of one time of an entry.
 *
 * @param scheduled the time that was planned
 * @param reason why it is not started, or started late; may be empty
 * @param next when the entry is due next; empty when it never is again
 */
record Firing(
    Entry entry, Instant scheduled, Outcome outcome, String reason, Optional<Instant> next) {
  /** Alarms ring within seconds; what is later than this had no service. */
  private static final Duration LATE = Duration.ofMinutes(1);

  /** What is done about a time. */
  enum Outcome {
    STARTED,
    SKIPPED,
    MISSED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All that is due; pure. Times that were missed in between are one with the first of them. */
  static List<Firing> due(List<Entry> entries, Facts facts) {
    List<Entry> due = entries.stream().filter(entry -> isDue(entry, facts)).toList();
    return due.stream().map(entry -> decide(entry, entries, due, facts)).toList();
  }

  private static boolean isDue(Entry entry, Facts facts) {
    Instant next = facts.next().get(entry.id());
    return next != null && !next.isAfter(facts.now());
  }

  private static Firing decide(Entry entry, List<Entry> all, List<Entry> due, Facts facts) {
    Instant scheduled = facts.next().get(entry.id());
    Optional<Instant> next = entry.rhythm().next(scheduled, facts.now());
    Duration late = Duration.between(scheduled, facts.now());
    boolean missed = late.compareTo(LATE) > 0;
    if (!facts.clusters().contains(entry.cluster())) {
      return new Firing(entry, scheduled, Outcome.SKIPPED, "the cluster is not provisioned", next);
    }
    Optional<String> objection = objection(entry, scheduled, all, due, facts);
    if (objection.isPresent()) {
      return new Firing(entry, scheduled, Outcome.SKIPPED, objection.get(), next);
    }
    if (missed && entry.misfire() == Misfire.SKIP) {
      return new Firing(entry, scheduled, Outcome.MISSED, "no service ran", next);
    }
    String reason =
        missed ? "made up for " + late.toMinutes() + " min later, since no service ran" : "";
    return new Firing(entry, scheduled, Outcome.STARTED, reason, next);
  }

  private static Optional<String> objection(
      Entry entry, Instant scheduled, List<Entry> all, List<Entry> due, Facts facts) {
    for (Entry other : all) {
      if (entry.yieldsTo().contains(other.id())) {
        if (due.contains(other) || scheduled.equals(facts.last().get(other.id()))) {
          return Optional.of(other.id() + " is due too");
        }
        if (underWay(other, facts)) {
          return Optional.of(other.id() + " is under way");
        }
      }
    }
    return Optional.empty();
  }

  /** One that waits for a person is no reason to wait with it. */
  private static boolean underWay(Entry entry, Facts facts) {
    return facts.unfinished().stream()
        .anyMatch(run -> entry.starts(run) && !run.status().isAtRest());
  }
}
