package dev.understudy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/** What must hold among the values that a cluster and its nodes have of EC2. */
final class Ec2Checks {
  private final Section section;
  private final Section nodeSection;
  private final ClusterConfig cluster;

  Ec2Checks(Section section, Section nodeSection, ClusterConfig cluster) {
    this.section = section;
    this.nodeSection = nodeSection;
    this.cluster = cluster;
  }

  void check() {
    Map<String, String> byInstance = new HashMap<>();
    cluster.nodes().values().forEach(node -> node(node, byInstance));
    fencing();
    cluster.ec2().flatMap(Ec2Config::address).ifPresent(this::address);
  }

  private void node(NodeConfig node, Map<String, String> byInstance) {
    if (node.ec2().isEmpty()) {
      return;
    }
    Node where = nodeSection.sections().get(node.name()).node("ec2").orElseThrow();
    if (cluster.ec2().isEmpty()) {
      section.problem(
          where,
          "'" + node.name() + "' is in EC2, and the cluster does not say where",
          "ec2: { region: … } beside nodes");
    }
    if (node.ec2().get().launch().isPresent() && Addresses.address(node.host()).isEmpty()) {
      section.problem(
          where,
          "'" + node.name() + "' is launched, and its host is no address",
          "host: an IPv4 address of the subnet");
    }
    String id = node.ec2().get().instance().orElse("the one of " + node.name());
    String other = byInstance.putIfAbsent(id, node.name());
    if (other != null) {
      section.problem(
          where,
          "'" + node.name() + "' is the instance of '" + other + "' too",
          "an instance of its own for each node");
    }
  }

  private List<String> without() {
    return cluster.nodes().values().stream()
        .filter(node -> node.ec2().isEmpty())
        .map(NodeConfig::name)
        .toList();
  }

  private void fencing() {
    if (cluster.failover().byEc2() && !without().isEmpty()) {
      section.problem(
          section.section("failover").node("fencing").orElseThrow(),
          "the cloud cannot stop " + String.join(", ", without()),
          "ec2: { instance: i-… } of every node, or no ec2 in fencing");
    }
  }

  private void address(Ec2Config.Address address) {
    Node where = section.section("ec2").node("address").orElseThrow();
    if (!without().isEmpty()) {
      section.problem(
          where,
          "the address cannot come to " + String.join(", ", without()),
          "ec2: { instance: i-… } of every node, or no address");
    }
    cluster.nodes().values().stream()
        .filter(node -> node.host().equals(address.word()))
        .findFirst()
        .ifPresent(
            node ->
                section.problem(
                    where,
                    "the address is the host of '" + node.name() + "'",
                    "one that no node has for itself"));
  }
}
