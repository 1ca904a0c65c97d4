package dev.understudy.postgres;

import dev.understudy.config.ClientConfig;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The managed rules: the same on every node, so that they survive a change of roles. Pure. */
public final class HbaRules {
  private HbaRules() {}

  /**
   * Replication, monitoring and rewinding between all nodes, monitoring by the service, clients.
   */
  public static List<HbaRule> of(HbaInputs inputs) {
    String type = inputs.config().tls() == ClusterConfig.TlsMode.PREFER ? "host" : "hostssl";
    List<HbaRule> rules = new ArrayList<>();
    Set<String> nodes = addresses(inputs.config().nodes().values());
    Set<String> watchers = new TreeSet<>(nodes);
    inputs.service().forEach(address -> watchers.add(HbaToken.address(address)));
    String method = inputs.dialect().passwordMethod();
    String database = HbaToken.quote("postgres");
    nodes.forEach(a -> rules.add(rule(type, "replication", ManagedRole.REPLICATOR, a, method)));
    watchers.forEach(a -> rules.add(rule(type, "all", ManagedRole.MONITOR, a, method)));
    if (inputs.dialect().has(Capability.REWIND_GRANTS)) {
      nodes.forEach(a -> rules.add(rule(type, database, ManagedRole.REWIND, a, method)));
    }
    inputs.config().clients().forEach(client -> rules.add(client(inputs, type, client)));
    return rules;
  }

  private static HbaRule rule(
      String type, String database, ManagedRole role, String address, String method) {
    return new HbaRule(type, database, HbaToken.quote(role.roleName()), address, method);
  }

  private static HbaRule client(HbaInputs inputs, String type, ClientConfig client) {
    return new HbaRule(
        type,
        HbaToken.name(inputs.dialect(), client.database()),
        HbaToken.name(inputs.dialect(), client.user()),
        HbaToken.address(client.from()),
        inputs.md5Roles().contains(client.user()) ? "md5" : inputs.dialect().passwordMethod());
  }

  private static Set<String> addresses(Iterable<NodeConfig> nodes) {
    Set<String> addresses = new TreeSet<>();
    nodes.forEach(node -> addresses.add(HbaToken.address(node.host())));
    return addresses;
  }
}
