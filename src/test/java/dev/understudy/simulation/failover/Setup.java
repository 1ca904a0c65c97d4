package dev.understudy.simulation.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.config.FencingConfig;
import dev.understudy.failover.OpenObserver;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a schedule is played with.
 *
 * @param beat between two questions to a server, in milliseconds as all times here
 * @param pace between two writes of a client
 */
record Setup(int nodes, ClusterConfig config, long beat, long pace, boolean idle, Mutant mutant) {
  private static final Map<String, ClusterConfig> CONFIGS = new ConcurrentHashMap<>();

  static Setup of(Random random, Mutant mutant) {
    int nodes = random.nextInt(3) == 0 ? 3 : 2;
    String fencing = List.of("[ssh]", "[lease]", "[ssh, lease]").get(random.nextInt(3));
    String failover =
        "automatic: true, fencing: %s, unreachable_for: %s, lease: %s, check: %s, quiet_period: %s, max_lag: %s"
            .formatted(
                fencing,
                List.of("1s", "3s", "8s").get(random.nextInt(3)),
                List.of("2s", "4s", "8s").get(random.nextInt(3)),
                List.of("100ms", "500ms").get(random.nextInt(2)),
                List.of("0s", "1h").get(random.nextInt(2)),
                List.of("64KiB", "16MiB").get(random.nextInt(2)));
    ClusterConfig config =
        CONFIGS.computeIfAbsent(nodes + failover, key -> OpenObserver.config(nodes, failover));
    long beat = List.of(250L, 500L, 1000L).get(random.nextInt(3));
    return new Setup(nodes, config, beat, 20 + random.nextInt(300), random.nextInt(8) == 0, mutant);
  }

  long lease() {
    return config.failover().lease().toMillis();
  }

  long check() {
    return config.failover().check().toMillis();
  }

  long window() {
    return config.failover().unreachableFor().toMillis();
  }

  boolean byLease() {
    return config.failover().byLease();
  }

  boolean bySsh() {
    return config.failover().fencing().stream().anyMatch(FencingConfig.Ssh.class::isInstance);
  }

  boolean broken(Mutant rule) {
    return mutant == rule;
  }

  @Override
  public String toString() {
    return "%d nodes, %s, beat %d ms, a write every %d ms%s%s"
        .formatted(
            nodes,
            config.failover(),
            beat,
            pace,
            idle ? " (idle)" : "",
            mutant == Mutant.NONE ? "" : ", broken: " + mutant);
  }
}
