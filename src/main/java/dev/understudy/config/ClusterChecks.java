package dev.understudy.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** What must hold among the values of one cluster. */
final class ClusterChecks {
  private final Section section;
  private final Section nodeSection;
  private final ClusterConfig cluster;

  ClusterChecks(Section section, Section nodeSection, ClusterConfig cluster) {
    this.section = section;
    this.nodeSection = nodeSection;
    this.cluster = cluster;
  }

  void check() {
    if (nodeSection.isEmpty()) {
      section.problem(nodeSection.where(), nodeSection.name("") + " is empty", "at least one node");
    }
    Map<String, String> bySlot = new HashMap<>();
    cluster.nodes().keySet().forEach(name -> name(name, bySlot));
    primary();
    cluster.nodes().values().forEach(this::standbyFrom);
    cluster.nodes().values().forEach(this::healthPort);
    new Ec2Checks(section, nodeSection, cluster).check();
  }

  private void name(String name, Map<String, String> bySlot) {
    Node where = nodeSection.key(name).orElseThrow();
    checkName(section, where, "node", name);
    String other = bySlot.putIfAbsent(name.replace('-', '_'), name);
    if (other != null) {
      section.problem(
          where,
          "the nodes '" + other + "' and '" + name + "' would share a replication slot's name",
          "names that differ in more than '-' and '_'");
    }
  }

  static void checkName(Section section, Node where, String what, String name) {
    if (Values.reserved(name)) {
      section.problem(
          where, "'" + name + "' has a meaning of its own", "another " + what + " name");
    } else if (!Values.name(name)) {
      section.problem(where, "'" + name + "' cannot name a " + what, Values.NAME);
    }
  }

  private void primary() {
    if (!cluster.primary().isEmpty() && !cluster.nodes().containsKey(cluster.primary())) {
      section
          .node("primary")
          .ifPresent(where -> section.problem(where, "there is no such node", nodes()));
    }
  }

  private void standbyFrom(NodeConfig node) {
    if (node.standbyFrom().isEmpty()) {
      return;
    }
    Node where = whereIn(node.name(), "standby_from");
    String from = node.standbyFrom().get();
    if (node.fromArchive()) {
      if (cluster.archive().kind() != ArchiveConfig.Kind.PGBACKREST) {
        section.problem(
            where,
            "the cluster has no archive that keeps base backups",
            "archive.kind: pgbackrest");
      }
    } else if (!cluster.nodes().containsKey(from)) {
      section.problem(where, "there is no such node", nodes());
    } else if (from.equals(node.name())) {
      section.problem(where, "'" + from + "' would stream from itself", "another node");
    } else if (inCycle(node)) {
      section.problem(
          where,
          "'" + node.name() + "' would stream from itself by way of '" + from + "'",
          "no circle");
    }
  }

  private boolean inCycle(NodeConfig start) {
    Set<String> seen = new HashSet<>();
    Optional<String> at = start.standbyFrom();
    while (at.isPresent() && seen.add(at.get())) {
      if (at.get().equals(start.name())) {
        return true;
      }
      at = Optional.ofNullable(cluster.nodes().get(at.get())).flatMap(NodeConfig::standbyFrom);
    }
    return false;
  }

  private void healthPort(NodeConfig node) {
    if (node.healthPort().isEmpty()) {
      return;
    }
    int port = node.healthPort().getAsInt();
    if (port == cluster.port() || port == node.sshPort()) {
      section.problem(
          whereIn(node.name(), "health_port"),
          "port " + port + " is in use on '" + node.name() + "' for PostgreSQL or SSH",
          "a free port");
    }
  }

  private Node whereIn(String node, String key) {
    return nodeSection.sections().get(node).node(key).orElseThrow();
  }

  private String nodes() {
    return "one of " + String.join(", ", List.copyOf(cluster.nodes().keySet()));
  }
}
