package dev.understudy.audit;

import dev.understudy.watch.ClusterSnapshot;

/** Where audits find what the watching knows. */
@FunctionalInterface
public interface Snapshots {
  /** The newest snapshot, in which each server has been asked at least once, if at all possible. */
  ClusterSnapshot of(String cluster);
}
