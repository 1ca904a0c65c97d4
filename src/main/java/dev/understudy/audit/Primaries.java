package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.watch.NodeSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who answers, and who accepts writes. Pure. */
final class Primaries {
  private Primaries() {}

  static List<Finding> of(WatchFacts facts) {
    List<Finding> findings = new ArrayList<>();
    facts.nodes().forEach(node -> findings.add(answers(facts, node)));
    List<String> writers = names(facts.snapshot().primaries());
    List<NodeSnapshot> silent = facts.nodes().stream().filter(node -> !node.answers()).toList();
    findings.add(none(writers, silent));
    findings.add(two(facts, writers, silent));
    findings.add(ofRecord(facts, writers));
    return findings;
  }

  private static Finding answers(WatchFacts facts, NodeSnapshot node) {
    String check = CheckId.SERVER_ANSWERS.id();
    if (node.answers()) {
      return Finding.ok(check, node.node() + " answers").on(node.node());
    }
    if (node.trouble() == null || node.troubledSince() == null) {
      return Finding.unknown(check, WatchFacts.silence(node)).on(node.node());
    }
    String sentence =
        WatchFacts.silence(node) + ", for " + Sizes.time(node.troubledSince().age(facts.now()));
    Severity severity = node.node().equals(facts.primary()) ? Severity.CRITICAL : Severity.WARNING;
    return new Finding(check, severity, sentence).on(node.node());
  }

  private static Finding none(List<String> writers, List<NodeSnapshot> silent) {
    String check = CheckId.NO_PRIMARY.id();
    if (!writers.isEmpty()) {
      return Finding.ok(check, String.join(", ", writers) + " accepts writes");
    }
    if (silent.stream().anyMatch(node -> node.trouble() == null)) {
      return Finding.unknown(check, "not every node was asked yet");
    }
    String rest = silent.isEmpty() ? "" : "; silent: " + String.join(", ", names(silent));
    return Finding.critical(check, "no node that answers accepts writes" + rest);
  }

  private static Finding two(WatchFacts facts, List<String> writers, List<NodeSnapshot> silent) {
    String check = CheckId.TWO_PRIMARIES.id();
    if (writers.size() > 1) {
      return Finding.critical(check, String.join(" and ", writers) + " accept writes");
    }
    return silent.size() == facts.nodes().size()
        ? Finding.unknown(check, "no node answers")
        : Finding.ok(check, "no two nodes that answer accept writes");
  }

  private static Finding ofRecord(WatchFacts facts, List<String> writers) {
    String check = CheckId.PRIMARY_OF_RECORD.id();
    String others =
        writers.stream()
            .filter(name -> !name.equals(facts.primary()))
            .collect(Collectors.joining(" and "));
    if (!others.isEmpty()) {
      return Finding.critical(
          check, others + " accepts writes, although " + facts.primary() + " is the primary");
    }
    NodeSnapshot known = facts.snapshot().nodes().get(facts.primary());
    if (known == null || !known.answers()) {
      return Finding.unknown(check, facts.primary() + ", the primary, does not answer");
    }
    return writers.isEmpty()
        ? Finding.critical(check, facts.primary() + " is in recovery, although it is the primary")
        : Finding.ok(check, facts.primary() + " is the primary");
  }

  private static List<String> names(List<NodeSnapshot> nodes) {
    return nodes.stream().map(NodeSnapshot::node).toList();
  }
}
