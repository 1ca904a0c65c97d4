package dev.understudy.common;

import java.util.Objects;

/**
 * The authority under which a change is made. A host's guard keeps the newest fence that it has
 * seen for a cluster and refuses older ones and other owners.
 *
 * @param owner the UUID of the store that is in charge
 * @param cluster the cluster's name
 * @param epoch grows by one at every change of primary
 * @param term grows by one at every acquisition of the cluster's lease
 */
public record Fence(String owner, String cluster, long epoch, long term) {
  public Fence {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(cluster);
  }
}
