package dev.understudy.web;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workflows that can be started by HTTP. */
final class Starting {
  private static final List<String> TYPES = List.of("full", "incremental", "differential");

  private static final Map<String, Start> STARTS =
      new TreeMap<>(
          Map.of(
              "provision", new Start(Role.OPERATE, "", (u, c, none) -> u.provision(c)),
              "base-backup", new Start(Role.OPERATE, "type", Understudy::backup),
              "copy-anew", new Start(Role.ADMIN, "node", Understudy::copyAnew),
              "remove-node", new Start(Role.ADMIN, "node", Understudy::removeNode),
              "detach", new Start(Role.ADMIN, "", (u, c, none) -> u.detach(c))));

  private Starting() {}

  /**
   * What is asked for.
   *
   * @param node on which, where the workflow is about one
   * @param type of a base backup: full, incremental or differential
   */
  record Wish(@Nullable String workflow, @Nullable String node, @Nullable String type) {
    /** Named beside the workflow; empty when nothing is. */
    String detail() {
      return node != null ? node : Objects.requireNonNullElse(type, "");
    }

    private String named() {
      return (node == null ? "" : "node") + (type == null ? "" : "type");
    }
  }

  /**
   * How a workflow is started.
   *
   * @param role what that needs
   * @param needs the field that it needs; empty for none
   */
  record Start(Role role, String needs, Act act) {}

  /** Starts it. */
  @FunctionalInterface
  interface Act {
    /**
     * @param detail the value of the field that it needs
     */
    Started start(Understudy understudy, String cluster, String detail);
  }

  /** The start of this workflow, which the wish must fit. */
  static Start of(Wish wish) {
    Start start = wish.workflow() == null ? null : STARTS.get(wish.workflow());
    if (start == null) {
      throw Refused.wrong("'workflow' has to be one of: " + String.join(", ", STARTS.keySet()));
    }
    if (!start.needs().equals(wish.named())) {
      throw Refused.wrong(
          "'%s' needs %s beside it"
              .formatted(wish.workflow(), start.needs().isEmpty() ? "nothing" : start.needs()));
    }
    if (wish.type() != null && !TYPES.contains(wish.type())) {
      throw Refused.wrong("'type' has to be one of: " + String.join(", ", TYPES));
    }
    return start;
  }
}
