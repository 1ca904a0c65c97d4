package dev.understudy.workflow;

import dev.understudy.workflow.definition.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out when a step that is under way runs out of time. */
final class Deadlines {
  private Deadlines() {}

  /**
   * The instants that the limits count from.
   *
   * @param stepFrom when the whole step began
   * @param begun when this sitting began
   * @param moved when progress was last seen in this sitting; null before the first
   */
  record Marks(Instant stepFrom, Instant begun, @Nullable Instant moved) {}

  /**
   * @param at when the limit ends the sitting
   */
  record Deadline(Limit limit, Instant at) {}

  /** The first limit to be reached, if there is any. */
  static Optional<Deadline> next(Timeouts timeouts, Marks marks) {
    List<Deadline> all = new ArrayList<>();
    if (marks.moved() == null) {
      add(all, Limit.START, timeouts.start(), marks.begun());
    }
    add(all, Limit.ATTEMPT, timeouts.attempt(), marks.begun());
    Instant still = marks.moved() == null ? marks.begun() : marks.moved();
    add(all, Limit.NO_PROGRESS, timeouts.noProgress(), still);
    add(all, Limit.STEP, timeouts.step(), marks.stepFrom());
    return all.stream().min(Comparator.comparing(Deadline::at));
  }

  private static void add(
      List<Deadline> all, Limit limit, @Nullable Duration length, Instant from) {
    if (length != null) {
      all.add(new Deadline(limit, from.plus(length)));
    }
  }
}
