package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether all servers are of one system, on one timeline, and of one version. Pure. */
final class Lineage {
  private Lineage() {}

  static List<Finding> of(WatchFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (NodeSnapshot node : facts.nodes()) {
      findings.add(system(facts, node).on(node.node()));
    }
    for (NodeSnapshot node : facts.standbys()) {
      findings.add(timeline(facts, node).on(node.node()));
    }
    findings.add(versions(facts));
    return findings;
  }

  private static Finding system(WatchFacts facts, NodeSnapshot node) {
    String check = CheckId.SYSTEM_IDENTIFIER.id();
    Optional<NodeReading> reading = WatchFacts.reading(node);
    if (reading.isEmpty()) {
      return Finding.unknown(check, WatchFacts.silence(node));
    }
    String own = reading.get().state().systemIdentifier();
    return own.equals(facts.system())
        ? Finding.ok(check, node.node() + " is of this cluster")
        : Finding.critical(
            check,
            "%s is of the system %s, and the cluster of %s"
                .formatted(node.node(), own, facts.system()));
  }

  private static Finding timeline(WatchFacts facts, NodeSnapshot node) {
    String check = CheckId.TIMELINE.id();
    Optional<NodeReading> reading = WatchFacts.reading(node);
    Optional<NodeReading> primary = facts.writer().flatMap(WatchFacts::reading);
    if (reading.isEmpty()) {
      return Finding.unknown(check, WatchFacts.silence(node));
    }
    if (primary.isEmpty()) {
      return Finding.unknown(check, "no primary answers to compare with");
    }
    int own = reading.get().state().timeline();
    int theirs = primary.get().state().timeline();
    if (own == theirs) {
      return Finding.ok(check, node.node() + " is on the primary's timeline " + own);
    }
    String sentence =
        "%s is on timeline %d, and the primary on %d".formatted(node.node(), own, theirs);
    boolean onItsWay = own < theirs && reading.get().streaming();
    return new Finding(check, onItsWay ? Severity.WARNING : Severity.CRITICAL, sentence);
  }

  private static Finding versions(WatchFacts facts) {
    String check = CheckId.MINOR_VERSIONS.id();
    TreeMap<String, List<String>> versions =
        facts.nodes().stream()
            .filter(NodeSnapshot::answers)
            .collect(
                Collectors.groupingBy(
                    node -> minor(node.lastReading().orElseThrow().state().version()),
                    TreeMap::new,
                    Collectors.mapping(NodeSnapshot::node, Collectors.toList())));
    if (versions.isEmpty()) {
      return Finding.unknown(check, "no node answers");
    }
    if (versions.size() == 1) {
      return Finding.ok(check, "all that answer have " + versions.firstKey());
    }
    return Finding.warning(
        check,
        versions.entrySet().stream()
            .map(version -> String.join(", ", version.getValue()) + ": " + version.getKey())
            .collect(Collectors.joining("; ")));
  }

  /** Without the name of the package. */
  private static String minor(String version) {
    return version.split(" ", 2)[0];
  }
}
