package dev.understudy.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration of one cluster, {@code orders}, on lab hosts. */
final class Site {
  private final Lab lab;
  private final Map<String, String> nodes = new LinkedHashMap<>();
  private final Map<String, String> options = new LinkedHashMap<>();
  private String knownHosts;

  /**
   * @param nodes the first is the primary
   */
  Site(Lab lab, String... nodes) {
    this.lab = lab;
    this.knownHosts = lab.knownHosts().toString();
    options.put("postgresql", "15");
    options.put("primary", nodes[0]);
    options.put("service_address", lab.controllerAddress());
    options.put("restart_primary", "allow");
    for (String node : nodes) {
      node(node);
    }
  }

  Site node(String node) {
    nodes.put(node, "{ host: " + lab.ip(node) + " }");
    return this;
  }

  /** The node's host is an instance of EC2. */
  Site instance(String node, String id) {
    nodes.put(node, "{ host: " + lab.ip(node) + ", ec2: { instance: " + id + " } }");
    return this;
  }

  /** A node that is made from the archive. */
  Site fromArchive(String node) {
    nodes.put(node, "{ host: " + lab.ip(node) + ", standby_from: archive }");
    return this;
  }

  /** The node's host is configured by its name. */
  Site named(String node) {
    nodes.put(node, "{ host: " + node + " }");
    return this;
  }

  Site without(String node) {
    nodes.remove(node);
    return this;
  }

  /** An option of the cluster, its value as YAML. */
  Site with(String key, String value) {
    options.put(key, value);
    return this;
  }

  Site knownHosts(String file) {
    knownHosts = file;
    return this;
  }

  String yaml() {
    String cluster =
        options.entrySet().stream()
            .map(option -> "    " + option.getKey() + ": " + option.getValue() + "\n")
            .collect(Collectors.joining());
    String lines =
        nodes.entrySet().stream()
            .map(node -> "      " + node.getKey() + ": " + node.getValue() + "\n")
            .collect(Collectors.joining());
    return """
        data: ./var
        ssh:
          user: admin
          identity: %s
          known_hosts: %s
        checks: { disk-space: { warning: 99%%, critical: 100%% } } # the disk is this machine's
        clusters:
          orders:
        """
            .formatted(lab.identity(), knownHosts)
        + cluster
        + "    nodes:\n"
        + lines;
  }
}
