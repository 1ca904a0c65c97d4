package dev.understudy.watch;

import dev.understudy.postgres.SqlFailure;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is known of one cluster, and whoever wants to hear of it. */
final class Board {
  private final Continuity continuity;
  private final Consumer<ClusterSnapshot> changed;
  private ClusterSnapshot current;
  private long era;

  /**
   * @param changed is told every new snapshot, in order, and must not block
   */
  Board(
      String cluster,
      List<String> nodes,
      Continuity continuity,
      Consumer<ClusterSnapshot> changed) {
    this.continuity = continuity;
    this.changed = changed;
    Continuity.Look look = continuity.look();
    this.era = look.era();
    this.current = ClusterSnapshot.first(cluster, nodes, look.at());
  }

  /** As of now: nothing that was believed before the process was frozen is in it. */
  synchronized ClusterSnapshot snapshot() {
    refresh();
    return current;
  }

  /**
   * Whether the node's server, or that of a peer, gives reason to ask its host; one that refuses a
   * login is alive.
   */
  synchronized boolean needsHost(String node) {
    return silent(known(node)) || !silentPeers(node).isEmpty();
  }

  /** The host has not answered since the node is observed without a gap. */
  synchronized boolean lacksHost(String node) {
    return known(node).host() == null;
  }

  /** The other nodes that did not answer and may be the primary: a witness is wanted for them. */
  synchronized Set<String> silentPeers(String node) {
    return current.nodes().values().stream()
        .filter(other -> !other.node().equals(node) && silent(other))
        .filter(other -> other.lastReading().map(NodeReading::primary).orElse(true))
        .map(NodeSnapshot::node)
        .collect(Collectors.toSet());
  }

  private static boolean silent(NodeSnapshot known) {
    Part<SqlTrouble> trouble = known.trouble() == null ? known.door() : known.trouble();
    return trouble != null && trouble.value().failure() != SqlFailure.AUTHENTICATION;
  }

  /**
   * Something was learned.
   *
   * @param asked what was asked before the node is observed without a gap is dropped
   */
  synchronized void tell(Moment asked, String node, UnaryOperator<NodeSnapshot> change) {
    Moment now = refresh();
    if (!asked.before(known(node).observedSince())) {
      publish(current.with(change.apply(known(node)), now));
    }
  }

  /** The node was not looked at for too long: whatever is demanded of a span begins anew. */
  synchronized void forget(String node) {
    Moment now = refresh();
    publish(current.with(NodeSnapshot.unseen(node, now), now));
  }

  private Moment refresh() {
    Continuity.Look look = continuity.look();
    if (look.era() != era) {
      era = look.era();
      publish(current.forgotten(look.at()));
    }
    return look.at();
  }

  private NodeSnapshot known(String node) {
    return current.node(node).orElseThrow();
  }

  private void publish(ClusterSnapshot snapshot) {
    current = snapshot;
    changed.accept(snapshot);
  }
}
