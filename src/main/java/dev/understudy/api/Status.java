package dev.understudy.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it was just seen.
 *
 * @param epoch grows by one at every change of primary
 * @param primary the primary's name; null when none was seen
 * @param synchronous what is known of commits that wait for a standby; null where none are meant to
 */
public record Status(
    String cluster,
    long epoch,
    @Nullable String primary,
    List<NodeStatus> nodes,
    Connect connect,
    @Nullable Synchronous synchronous) {
  public Status {
    nodes = List.copyOf(nodes);
  }

  /** Where commits wait for nobody. */
  public Status(
      String cluster,
      long epoch,
      @Nullable String primary,
      List<NodeStatus> nodes,
      Connect connect) {
    this(cluster, epoch, primary, nodes, connect, null);
  }

  /**
   * What the store knows for sure.
   *
   * @param confirmers on one of which every acknowledged commit is; none: nobody can be promoted
   *     without loss
   * @param position the primary's when it began to be so; null when it is not known
   */
  public record Synchronous(
      List<String> confirmers, @Nullable String position, String reason, Instant since) {
    public Synchronous {
      confirmers = List.copyOf(confirmers);
    }
  }
}
