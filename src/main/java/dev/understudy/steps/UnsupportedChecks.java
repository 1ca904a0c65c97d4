package dev.understudy.steps;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.postgres.SynchronousSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the configuration may say already, and this version does not do. Pure. */
final class UnsupportedChecks {
  private UnsupportedChecks() {}

  /**
   * @param primary the node that is the primary now
   */
  static List<Problem> of(ClusterConfig config, String primary) {
    List<Problem> problems = new ArrayList<>();
    for (NodeConfig node : config.nodes().values()) {
      node.standbyFrom()
          .filter(upstream -> !node.fromArchive() && !upstream.equals(primary))
          .ifPresent(
              upstream ->
                  problems.add(
                      new Problem(
                          node.name(),
                          "streaming from the standby " + upstream + " is not supported",
                          "remove standby_from: the node then streams from the primary")));
    }
    synchronous(config).ifPresent(problems::add);
    ArchiveConfig.Kind kind = config.archive().kind();
    if (kind == ArchiveConfig.Kind.DIRECTORY && config.nodes().size() < 2) {
      problems.add(
          new Problem(
              config.name(),
              "an archive of the kind directory needs another host that takes the WAL",
              "add a node, or set another kind"));
    }
    return problems;
  }

  /** Commits that do not wait for a standby's disk would make the mode a promise of nothing. */
  private static Optional<Problem> synchronous(ClusterConfig config) {
    String commit = config.settings().getOrDefault("synchronous_commit", "on");
    return config.replication().mode() == ReplicationConfig.Mode.SYNC
            && !SynchronousSettings.waits(commit)
        ? Optional.of(
            new Problem(
                config.name(),
                "with mode: sync commits have to wait, and synchronous_commit is " + commit,
                "remove synchronous_commit from settings, or set on or remote_apply"))
        : Optional.empty();
  }
}
