package dev.understudy.failover;

import dev.understudy.config.FailoverConfig;
import dev.understudy.failover.Circumstances.LastAutomatic;
import dev.understudy.postgres.Candidate;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.NodeState;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Who would take over, and what speaks against that happening by itself. */
final class Permission {
  private static final String DOES_NOT_ANSWER = "it does not answer";

  private Permission() {}

  /** What speaks against an automatic failover now, a sentence each. */
  static List<String> obstacles(Circumstances known, CandidateChoice choice, Instant now) {
    FailoverConfig config = known.config().failover();
    List<String> all = new ArrayList<>();
    if (!config.automatic()) {
      all.add("failover.automatic is false: a person decides");
    }
    known.outdated().ifPresent(reason -> all.add("this store must not act: " + reason));
    known.waits().ifPresent(all::add);
    known.maintenance().ifPresent(reason -> all.add("the cluster is in maintenance: " + reason));
    if (known.onPrimaryHost()) {
      all.add(
          "the service runs on the primary's own host: what it sees says nothing of the network, and"
              + " it would be lost with the primary");
    }
    known
        .lastAutomatic()
        .filter(last -> !last.acknowledged())
        .map(last -> quietUntil(last, config))
        .filter(now::isBefore)
        .ifPresent(
            until -> all.add("quiet period after the last automatic failover, until " + until));
    unconfirmed(known, choice).ifPresent(all::add);
    if (choice.node().isEmpty()) {
      all.add("no standby may take over: " + refused(choice));
    }
    return all;
  }

  /** With {@code mode: sync} nobody is promoted by itself who may lack what was acknowledged. */
  private static Optional<String> unconfirmed(Circumstances known, CandidateChoice choice) {
    List<String> confirmers = known.confirmers().orElse(List.of("?"));
    if (confirmers.isEmpty()) {
      return Optional.of(
          "commits wait for no standby now, so nobody has certainly all that was acknowledged:"
              + " a person decides");
    }
    return confirmers.stream()
        .filter(name -> DOES_NOT_ANSWER.equals(choice.refused().get(name)))
        .findFirst()
        .map(name -> name + " does not answer, and may alone have the last acknowledged commits");
  }

  private static Instant quietUntil(LastAutomatic last, FailoverConfig config) {
    return last.at().plus(config.quietPeriod());
  }

  private static String refused(CandidateChoice choice) {
    return choice.refused().isEmpty()
        ? "there is none"
        : String.join(
            "; ",
            choice.refused().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList());
  }

  /** Who would take over if the primary were gone. */
  static CandidateChoice choice(
      ClusterSnapshot snapshot, Circumstances known, NodeSnapshot primary) {
    Optional<NodeReading> last = primary.lastReading();
    List<Candidate> candidates = new ArrayList<>();
    for (NodeSnapshot node : snapshot.nodes().values()) {
      if (!node.node().equals(primary.node()) && known.config().nodes().containsKey(node.node())) {
        NodeState state =
            node.answers() ? node.lastReading().map(NodeReading::state).orElse(null) : null;
        boolean lost = last.filter(r -> StandbyCheck.slotLost(node.node(), r)).isPresent();
        int priority = known.config().nodes().get(node.node()).priority();
        candidates.add(new Candidate(node.node(), priority, state, lost));
      }
    }
    Optional<List<String>> confirmers = known.confirmers().filter(names -> !names.isEmpty());
    if (confirmers.isPresent()) {
      return CandidateChoice.ofConfirmers(
          lastPrimary(known, primary), candidates, confirmers.get());
    }
    return CandidateChoice.of(
        lastPrimary(known, primary),
        candidates,
        OptionalLong.of(known.config().failover().maxLag()));
  }

  /** What is known of the primary: what it said last, or what the store remembers. */
  static LastPrimary lastPrimary(Circumstances known, @Nullable NodeSnapshot primary) {
    Optional<NodeReading> last = Optional.ofNullable(primary).flatMap(NodeSnapshot::lastReading);
    String system = known.registered().map(r -> r.systemIdentifier()).orElse("");
    return last.filter(NodeReading::primary)
        .map(reading -> LastPrimary.of(reading.state()))
        .or(known::lastKnown)
        .map(seen -> new LastPrimary(system, seen.timeline(), seen.written()))
        .orElse(new LastPrimary(system, 0, Optional.empty()));
  }
}
