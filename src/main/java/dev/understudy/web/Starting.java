package dev.understudy.web;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workflows that can be started by HTTP. */
final class Starting {
  private static final Map<String, Start> STARTS =
      new TreeMap<>(
          Map.of(
              "provision", new Start(Role.OPERATE, false, (u, c, node) -> u.provision(c)),
              "copy-anew", new Start(Role.ADMIN, true, Understudy::copyAnew),
              "remove-node", new Start(Role.ADMIN, true, Understudy::removeNode),
              "detach", new Start(Role.ADMIN, false, (u, c, node) -> u.detach(c))));

  private Starting() {}

  /**
   * What is asked for.
   *
   * @param node on which, where the workflow is about one
   */
  record Wish(@Nullable String workflow, @Nullable String node) {}

  /**
   * How a workflow is started.
   *
   * @param role what that needs
   * @param onNode whether it is about one node
   */
  record Start(Role role, boolean onNode, Act act) {}

  /** Starts it. */
  @FunctionalInterface
  interface Act {
    Started start(Understudy understudy, String cluster, String node);
  }

  /** The start of this workflow, which the wish must fit. */
  static Start of(Wish wish) {
    Start start = wish.workflow() == null ? null : STARTS.get(wish.workflow());
    if (start == null) {
      throw Refused.wrong("'workflow' has to be one of: " + String.join(", ", STARTS.keySet()));
    }
    if (start.onNode() != (wish.node() != null)) {
      throw Refused.wrong(
          "'%s' %s 'node'".formatted(wish.workflow(), start.onNode() ? "needs" : "takes no"));
    }
    return start;
  }
}
