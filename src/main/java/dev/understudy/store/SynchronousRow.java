package dev.understudy.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What the store knows of a cluster whose commits wait for a standby.
 *
 * @param epoch the cluster's, for which it holds
 * @param confirmers every acknowledged commit is on one of these standbys at least; empty: nobody
 *     can be promoted without loss
 * @param position the primary's when it began to be so; empty when it is not known
 * @param reason in words
 * @param since when it began to be so
 */
public record SynchronousRow(
    String cluster,
    long epoch,
    List<String> confirmers,
    String position,
    String reason,
    Instant since) {
  public SynchronousRow {
    confirmers = sorted(confirmers);
  }

  /** Each once, by name. */
  public static List<String> sorted(Collection<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
