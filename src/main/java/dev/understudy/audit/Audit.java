package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Site;
import java.util.List;
import java.util.Set;

/** Checks that stand on one look at a cluster. */
interface Audit {
  Set<CheckId> checks();

  /** Whether the cluster has what is audited. */
  boolean appliesTo(Site site);

  /** Whether it is done only where its checks are named, since it takes long. */
  default boolean onlyWhenNamed() {
    return false;
  }

  /**
   * Looks and judges. What cannot be asked is a finding too, and no error.
   *
   * @param wanted those of {@link #checks} that are asked for: no more needs to be looked at
   * @return at most one finding for each check, or of each node for it; also for others than those
   *     wanted
   */
  List<Finding> findings(Site site, Set<CheckId> wanted);
}
