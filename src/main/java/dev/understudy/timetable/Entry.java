package dev.understudy.timetable;

import dev.understudy.workflow.RunView;
import java.util.Map;
import java.util.Set;

/**
 * Something that happens by schedule.
 *
 * <p>To add one, write a class like {@link BackupEntries} that makes entries out of a cluster's
 * configuration, and name it in {@link Entries}. Table, alarms, misfires and {@code understudy
 * schedules} follow from the entry.
 *
 * @param id unique in the store and lasting: the history goes by it, such as {@code
 *     orders/backup-full}
 * @param misfire what becomes of times at which no service ran
 * @param deed what it does at its times
 * @param yieldsTo ids of entries of the same cluster before which it stands back: where one of them
 *     is due in the same moment, was fired for the same time, or its run is under way, this one is
 *     skipped
 */
public record Entry(
    String id, String cluster, Rhythm rhythm, Misfire misfire, Deed deed, Set<String> yieldsTo) {
  public Entry {
    yieldsTo = Set.copyOf(yieldsTo);
  }

  /** One that starts a workflow. */
  public Entry(
      String id,
      String cluster,
      Rhythm rhythm,
      Misfire misfire,
      String workflow,
      Map<String, String> inputs,
      Set<String> yieldsTo) {
    this(id, cluster, rhythm, misfire, new Deed.Start(workflow, inputs), yieldsTo);
  }

  /** When and what, in words: an entry of the same words keeps its next time. */
  String definition() {
    return rhythm.words() + " " + deed.words();
  }

  /** Whether the run is one of those that the entry starts. */
  boolean starts(RunView run) {
    return deed instanceof Deed.Start start && run.cluster().equals(cluster) && start.fits(run);
  }
}
