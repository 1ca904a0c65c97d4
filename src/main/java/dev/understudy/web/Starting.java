package dev.understudy.web;

import dev.understudy.api.FailoverOrder;
import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The workflows that can be started by HTTP. */
final class Starting {
  private static final List<String> TYPES = List.of("full", "incremental", "differential");
  private static final Set<String> NOTHING = Set.of();
  private static final Set<String> NODE = Set.of("node");

  private static final Map<String, Start> STARTS =
      new TreeMap<>(
          Map.of(
              "provision", new Start(Role.OPERATE, NOTHING, (u, c, wish) -> u.provision(c)),
              "base-backup",
                  new Start(Role.OPERATE, Set.of("type"), (u, c, w) -> u.backup(c, w.theType())),
              "switchover",
                  new Start(Role.OPERATE, NODE, (u, c, w) -> u.switchover(c, w.theNode())),
              "failover",
                  new Start(
                      Role.OPERATE,
                      NOTHING,
                      Set.of("node", "force", "allow_data_loss", "reason"),
                      (u, c, wish) -> u.failover(wish.failover(c))),
              "rejoin", new Start(Role.OPERATE, NODE, (u, c, w) -> u.rejoin(c, w.theNode())),
              "restore-drill",
                  new Start(Role.OPERATE, NOTHING, NODE, (u, c, w) -> u.drill(c, w.theNode())),
              "ship-missing",
                  new Start(
                      Role.OPERATE, NOTHING, NODE, (u, c, w) -> u.shipMissing(c, w.theNode())),
              "copy-anew", new Start(Role.ADMIN, NODE, (u, c, w) -> u.copyAnew(c, w.theNode())),
              "remove-node", new Start(Role.ADMIN, NODE, (u, c, w) -> u.removeNode(c, w.theNode())),
              "detach", new Start(Role.ADMIN, NOTHING, (u, c, wish) -> u.detach(c))));

  private Starting() {}

  /**
   * What is asked for.
   *
   * @param node on which, where the workflow is about one
   * @param type of a base backup: full, incremental or differential
   * @param force of a failover: the caller says that the old primary takes no writes
   * @param allowDataLoss of a failover: more may be lost than the configuration allows
   * @param reason of a failover: kept with the caller's name
   */
  record Wish(
      @Nullable String workflow,
      @Nullable String node,
      @Nullable String type,
      @Nullable Boolean force,
      @Nullable Boolean allowDataLoss,
      @Nullable String reason) {
    static final Wish NONE = new Wish(null, null, null, null, null, null);

    private String theNode() {
      return Objects.requireNonNullElse(node, "");
    }

    private String theType() {
      return Objects.requireNonNullElse(type, "");
    }

    private FailoverOrder failover(String cluster) {
      boolean loss = Boolean.TRUE.equals(allowDataLoss);
      return new FailoverOrder(
          cluster, theNode(), forced(), loss, Objects.requireNonNullElse(reason, ""));
    }

    private boolean forced() {
      return Boolean.TRUE.equals(force);
    }

    private Set<String> named() {
      Set<String> named = new TreeSet<>();
      named(named, "node", node);
      named(named, "type", type);
      named(named, "force", force);
      named(named, "allow_data_loss", allowDataLoss);
      named(named, "reason", reason);
      return named;
    }

    private static void named(Set<String> named, String field, @Nullable Object value) {
      if (value != null) {
        named.add(field);
      }
    }
  }

  /**
   * How a workflow is started.
   *
   * @param least the role that it needs at least
   * @param needs fields that have to be there
   * @param takes fields that may be there
   */
  record Start(Role least, Set<String> needs, Set<String> takes, Act act) {
    Start(Role least, Set<String> needs, Act act) {
      this(least, needs, NOTHING, act);
    }

    /** What this wish needs: to say without proof that a primary is off may make two. */
    Role role(Wish wish) {
      return wish.forced() ? Role.ADMIN : least;
    }
  }

  /** Starts it. */
  @FunctionalInterface
  interface Act {
    Started start(Understudy understudy, String cluster, Wish wish);
  }

  /** The start of this workflow, which the wish must fit. */
  static Start of(Wish wish) {
    Start start = wish.workflow() == null ? null : STARTS.get(wish.workflow());
    if (start == null) {
      throw Refused.wrong("'workflow' has to be one of: " + String.join(", ", STARTS.keySet()));
    }
    Set<String> wrong = wish.named();
    wrong.removeAll(start.needs());
    wrong.removeAll(start.takes());
    if (!wrong.isEmpty() || !wish.named().containsAll(start.needs())) {
      throw Refused.wrong(
          "'%s' needs %s beside it%s"
              .formatted(wish.workflow(), words(start.needs()), optional(start.takes())));
    }
    if (wish.type() != null && !TYPES.contains(wish.type())) {
      throw Refused.wrong("'type' has to be one of: " + String.join(", ", TYPES));
    }
    return start;
  }

  private static String words(Set<String> fields) {
    return fields.isEmpty() ? "nothing" : String.join(" and ", new TreeSet<>(fields));
  }

  private static String optional(Set<String> fields) {
    return fields.isEmpty() ? "" : ", and may have " + String.join(", ", new TreeSet<>(fields));
  }
}
