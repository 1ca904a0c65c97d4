package dev.understudy.steps;

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

  /** The identity of the data on the node that is the primary. */
  public String systemId(Site site) {
    return PrimaryFacts.read(site).systemId();
  }
}
