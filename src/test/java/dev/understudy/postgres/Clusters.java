package dev.understudy.postgres;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.BaseBackupConfig;
import dev.understudy.config.BaseBackupConfig.Checkpoint;
import dev.understudy.config.ChecksConfig;
import dev.understudy.config.ClientConfig;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.FailoverConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.config.ReplicationConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Configurations for tests. */
final class Clusters {
  private Clusters() {}

  /** Nodes alpha and bravo on these hosts, a client app. */
  static ClusterConfig config(
      PgVersion version,
      int port,
      ClusterConfig.TlsMode tls,
      Map<String, String> settings,
      String... hosts) {
    Map<String, NodeConfig> nodes = new LinkedHashMap<>();
    List<String> names = List.of("alpha", "bravo", "charlie");
    for (int i = 0; i < hosts.length; i++) {
      nodes.put(names.get(i), node(names.get(i), hosts[i]));
    }
    return new ClusterConfig(
        "test",
        version.toString(),
        port,
        "alpha",
        nodes,
        Optional.empty(),
        ClusterConfig.RestartPrimary.ALLOW,
        tls,
        settings,
        new ReplicationConfig(ReplicationConfig.Mode.ASYNC, 10L << 30),
        new BaseBackupConfig(OptionalLong.empty(), Checkpoint.FAST),
        ArchiveConfig.none(),
        List.of(new ClientConfig("app", "app", "10.77.0.0/24")),
        FailoverConfig.standard(),
        ChecksConfig.standard());
  }

  static ClusterConfig config(Map<String, String> settings) {
    return config(
        new PgVersion(15, 0),
        5432,
        ClusterConfig.TlsMode.PREFER,
        settings,
        "127.0.0.1",
        "10.77.0.12");
  }

  private static NodeConfig node(String name, String host) {
    return new NodeConfig(
        name, host, 22, Optional.empty(), 1, Map.of(), OptionalInt.empty(), Optional.empty());
  }
}
