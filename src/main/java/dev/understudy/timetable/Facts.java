package dev.understudy.timetable;

import dev.understudy.workflow.RunView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known at one moment.
 *
 * @param next when each entry is due next, by id; an entry without is never due
 * @param last the newest time that each entry was fired for, by id
 * @param unfinished the runs that are not final
 * @param clusters those that the store is in charge of
 */
record Facts(
    Instant now,
    Map<String, Instant> next,
    Map<String, Instant> last,
    List<RunView> unfinished,
    Set<String> clusters) {
  Facts {
    next = Map.copyOf(next);
    last = Map.copyOf(last);
    unfinished = List.copyOf(unfinished);
    clusters = Set.copyOf(clusters);
  }
}
