package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.postgres.Candidate;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.SlotName;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A rehearsal of a failover without the act: who could take over now, and why others not. Pure. */
final class Takeover {
  private Takeover() {}

  static List<Finding> of(WatchFacts facts) {
    String check = CheckId.FAILOVER_CANDIDATE.id();
    if (facts.priorities().size() < 2) {
      return List.of(Finding.ok(check, "the cluster has no standby that could take over"));
    }
    Optional<NodeReading> primary = facts.writer().flatMap(WatchFacts::reading);
    if (primary.isEmpty()) {
      return List.of(Finding.unknown(check, "no primary answers whose place could be taken"));
    }
    List<Candidate> standbys =
        facts.standbys().stream()
            .filter(node -> facts.priorities().containsKey(node.node()))
            .map(node -> candidate(facts, node, primary.get()))
            .toList();
    CandidateChoice choice =
        CandidateChoice.of(
            LastPrimary.of(primary.get().state()), standbys, OptionalLong.of(facts.maxLag()));
    return List.of(finding(check, facts, choice));
  }

  private static Candidate candidate(WatchFacts facts, NodeSnapshot node, NodeReading primary) {
    NodeState state = WatchFacts.reading(node).map(NodeReading::state).orElse(null);
    String slot = SlotName.of(node.node());
    boolean lost = primary.slots().stream().anyMatch(one -> one.name().equals(slot) && one.lost());
    return new Candidate(node.node(), facts.priorities().get(node.node()), state, lost);
  }

  private static Finding finding(String check, WatchFacts facts, CandidateChoice choice) {
    String refused =
        choice.refused().entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .collect(Collectors.joining("; "));
    if (choice.node().isEmpty()) {
      return Finding.critical(check, "nobody could take over: " + refused);
    }
    String node = choice.node().get();
    NodeSnapshot seen = facts.snapshot().nodes().get(node);
    if (seen.hostTrouble() != null) {
      return new Finding(
          check,
          Severity.CRITICAL,
          node
              + " would take over, but its host is not reached: "
              + seen.hostTrouble().value().message());
    }
    String behind =
        choice.behind().isPresent()
            ? ", " + Sizes.bytes(choice.behind().getAsLong()) + " behind"
            : "";
    return Finding.ok(
        check,
        node + " could take over" + behind + (refused.isEmpty() ? "" : "; not so " + refused));
  }
}
