package dev.understudy.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.watch.ClusterSnapshot;

/** What a verdict goes by beside the snapshot, as it is now; asked for at every snapshot. */
@FunctionalInterface
public interface Facts {
  /**
   * All of them but what only the sequence of snapshots tells.
   *
   * @param snapshot the newest
   */
  Circumstances of(ClusterConfig config, ClusterSnapshot snapshot);
}
