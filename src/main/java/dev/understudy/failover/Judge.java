package dev.understudy.failover;

import dev.understudy.config.NodeConfig;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides what is the matter with a cluster. A function of what is known and of the time; it asks
 * nobody anything.
 */
public final class Judge {
  static final Optional<String> NO_NODE = Optional.empty();

  private static final Set<String> CHANGE_ROLES = Set.of("failover", "switchover");

  private final ClusterSnapshot snapshot;
  private final Circumstances known;
  private final Moment now;

  private Judge(ClusterSnapshot snapshot, Circumstances known, Moment now) {
    this.snapshot = snapshot;
    this.known = known;
    this.now = now;
  }

  /**
   * The verdict.
   *
   * @param now not before the snapshot was made
   */
  public static Verdict judge(ClusterSnapshot snapshot, Circumstances known, Moment now) {
    return new Judge(snapshot, known, now).verdict();
  }

  private Verdict verdict() {
    Optional<Registered> registered = known.registered();
    if (registered.isEmpty()) {
      Finding finding = Finding.of(Code.NOT_MANAGED, "The cluster is not provisioned yet.");
      return verdict("", finding, List.of(), nobody());
    }
    String primary = registered.get().primary();
    NodeSnapshot node = snapshot.nodes().get(primary);
    NodeConfig config = known.config().nodes().get(primary);
    if (node == null || config == null) {
      String sentence = "The store knows " + primary + " as the primary, which is not configured.";
      return verdict(primary, Finding.of(Code.NO_PRIMARY, sentence), List.of(), nobody());
    }
    Finding finding = find(registered.get(), node, config);
    CandidateChoice choice = Permission.choice(snapshot, known, node);
    List<String> obstacles =
        finding.action() == Action.FAILOVER
            ? Permission.obstacles(known, choice, now.instant())
            : List.of();
    return verdict(primary, finding, obstacles, choice);
  }

  private Verdict verdict(
      String primary, Finding finding, List<String> obstacles, CandidateChoice choice) {
    return new Verdict(
        snapshot.cluster(),
        primary,
        finding.code(),
        finding.action(),
        finding.sentence(),
        finding.evidence(),
        obstacles,
        choice);
  }

  private static CandidateChoice nobody() {
    return new CandidateChoice(NO_NODE, OptionalLong.empty(), Map.of());
  }

  private Finding find(Registered registered, NodeSnapshot primary, NodeConfig config) {
    return roles(registered)
        .orElseGet(
            () ->
                primary.answers()
                    ? new PresentPrimary(snapshot, known, primary, now).find(registered)
                    : new AbsentPrimary(snapshot, known, primary, config, now).find(registered));
  }

  /** What is so obvious that nothing else matters: who accepts writes. */
  private Optional<Finding> roles(Registered registered) {
    Optional<String> change = known.runs().stream().filter(CHANGE_ROLES::contains).findFirst();
    if (change.isPresent()) {
      return Optional.of(
          Finding.of(Code.ROLE_CHANGE, "A run of the workflow " + change.get() + " is under way."));
    }
    List<String> writers =
        snapshot.primaries().stream()
            .filter(node -> ofThisSystem(node, registered))
            .map(NodeSnapshot::node)
            .toList();
    if (writers.size() > 1) {
      return Optional.of(
          Finding.of(
              Code.TWO_PRIMARIES,
              String.join(" and ", writers)
                  + " accept writes; the store knows "
                  + registered.primary()
                  + " as the primary. Stop the other one at once."));
    }
    return writers.stream()
        .filter(writer -> !writer.equals(registered.primary()))
        .findFirst()
        .map(
            writer ->
                Finding.of(
                    Code.OTHER_PRIMARY,
                    "%s accepts writes, and the store knows %s as the primary: somebody promoted it."
                        .formatted(writer, registered.primary())));
  }

  static boolean ofThisSystem(NodeSnapshot node, Registered registered) {
    return node.lastReading()
        .map(NodeReading::state)
        .filter(state -> state.systemIdentifier().equals(registered.systemIdentifier()))
        .isPresent();
  }
}
