package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.host.Guard;
import dev.understudy.host.GuardState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which store the hosts of a cluster belong to. */
public final class Ownership {
  private final Guard guard = new Guard();

  /** What each node's guard has seen, in the order of the configuration; looks only. */
  public Map<String, Optional<GuardState>> read(Site site) {
    Map<String, Optional<GuardState>> seen = new LinkedHashMap<>();
    for (Node node : site.nodes()) {
      seen.put(node.name(), guard.read(node.host(), site.name()));
    }
    return seen;
  }

  /**
   * Whether a host would refuse this store: another is in charge there, or it has seen a newer
   * epoch or term, which says that the store is an older copy. Pure.
   */
  static Optional<Problem> judge(String node, GuardState seen, Fence own) {
    String remedy = remedy(own.cluster());
    if (!seen.owner().equals(own.owner())) {
      return Optional.of(
          new Problem(
              node, "another Understudy is in charge here (owner " + seen.owner() + ")", remedy));
    }
    boolean older =
        seen.epoch() > own.epoch() || (seen.epoch() == own.epoch() && seen.term() > own.term());
    return older
        ? Optional.of(
            new Problem(
                node,
                "has seen epoch %d, term %d, which this store does not know: it is an older copy"
                    .formatted(seen.epoch(), seen.term()),
                remedy))
        : Optional.empty();
  }

  static String remedy(String cluster) {
    return "to take charge: understudy take-over " + cluster;
  }

  /** The identity of the data on the node that is the primary. */
  public String systemId(Site site) {
    return PrimaryFacts.read(site).systemId();
  }
}
