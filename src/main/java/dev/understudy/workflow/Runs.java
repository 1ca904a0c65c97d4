package dev.understudy.workflow;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The reading side of the engine; works in any process that can read the store. */
public final class Runs {
  private final Jdbi reader;

  public Runs(Jdbi reader) {
    this.reader = reader;
  }

  public Optional<RunView> find(String id) {
    return reader.withHandle(handle -> RunTable.find(handle, id));
  }

  /**
   * Newest first.
   *
   * @param cluster null for the runs of all clusters
   */
  public List<RunView> list(@Nullable String cluster) {
    return list(cluster, Integer.MAX_VALUE);
  }

  /** As {@link #list(String)}, so many at most. */
  public List<RunView> list(@Nullable String cluster, int most) {
    return reader.withHandle(handle -> RunTable.list(handle, cluster, most));
  }

  /** Those that are not done, failed or cancelled, oldest first. */
  public List<RunView> unfinished() {
    return reader.withHandle(RunTable::unfinished);
  }

  /** Of each workflow of each cluster the newest that does nothing by itself now. */
  public List<RunView> lastAtRest() {
    return reader.withHandle(RunTable::lastAtRest);
  }

  /** In the order in which they are carried out; empty before the run has begun. */
  public List<StepView> steps(String run) {
    return reader.withHandle(handle -> StepTable.list(handle, run));
  }

  /** One step on one node. */
  public Optional<StepView> step(String run, String step, String node) {
    StepKey key = new StepKey(step, node);
    return reader.withHandle(handle -> StepTable.find(handle, run, key));
  }

  /** Those that have not ended, in the order in which they began. */
  public List<AttemptView> open(String run) {
    return reader.withHandle(handle -> AttemptTable.open(handle, run));
  }

  /** In the order in which they began. */
  public List<AttemptView> attempts(String run) {
    return reader.withHandle(handle -> AttemptTable.list(handle, run));
  }

  /**
   * The events after a sequence number, 0 for all.
   *
   * @param run null for the events of all runs
   */
  public List<EventView> events(@Nullable String run, long after) {
    return reader.withHandle(handle -> EventTable.after(handle, run, after));
  }
}
