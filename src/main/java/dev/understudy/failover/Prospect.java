package dev.understudy.failover;

import dev.understudy.config.FailoverConfig;
import dev.understudy.config.FencingConfig;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.NodeSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What would happen if the primary were lost at this moment.
 *
 * @param obstacles why nothing would happen by itself
 * @param fencing the configured ways, and what the proof of each needs
 */
public record Prospect(
    String summary, CandidateChoice choice, List<String> obstacles, Map<String, String> fencing) {

  /** A function of what is known, as the verdict is. */
  public static Prospect of(ClusterSnapshot snapshot, Circumstances known, Instant now) {
    String primary = known.registered().map(Registered::primary).orElse("");
    NodeSnapshot node = snapshot.nodes().get(primary);
    if (node == null) {
      CandidateChoice nobody = new CandidateChoice(Judge.NO_NODE, OptionalLong.empty(), Map.of());
      return new Prospect("The cluster is not provisioned yet.", nobody, List.of(), Map.of());
    }
    CandidateChoice choice = Permission.choice(snapshot, known, node);
    List<String> obstacles = Permission.obstacles(known, choice, now);
    Map<String, String> fencing = fencing(known, primary);
    return new Prospect(summary(primary, choice, obstacles), choice, obstacles, fencing);
  }

  private static String summary(String primary, CandidateChoice choice, List<String> obstacles) {
    if (choice.node().isEmpty()) {
      return "If " + primary + " were lost now, nobody could take over.";
    }
    String who = choice.node().get();
    String lag =
        choice.behind().isPresent()
            ? ", " + choice.behind().getAsLong() + " bytes behind at the last look,"
            : "";
    return obstacles.isEmpty()
        ? "If %s were lost now, %s%s would take over once %s is fenced."
            .formatted(primary, who, lag, primary)
        : "If %s were lost now, nothing would happen by itself; %s%s could take over."
            .formatted(primary, who, lag);
  }

  private static Map<String, String> fencing(Circumstances known, String primary) {
    FailoverConfig config = known.config().failover();
    Map<String, String> all = new LinkedHashMap<>();
    known
        .confirmers()
        .filter(names -> !names.isEmpty())
        .ifPresent(
            names ->
                all.put(
                    "sync",
                    "a proof as soon as "
                        + String.join(" and ", names)
                        + " can be told to follow nobody: commits wait for them, so no other proof is"
                        + " waited for"));
    for (FencingConfig method : config.fencing()) {
      all.merge(method.word(), needs(method, config, primary), (one, other) -> one);
    }
    return all;
  }

  private static String needs(FencingConfig method, FailoverConfig config, String primary) {
    if (method instanceof FencingConfig.Ssh) {
      return "a proof while "
          + primary
          + "'s host answers over SSH; none when the host is lost"
          + (config.fencing().size() == 1 ? ", and then nobody is promoted" : "");
    }
    if (method instanceof FencingConfig.Lease) {
      return "a proof %s after the last renewal, while every standby can be asked"
          .formatted(Words.time(config.lease().plus(config.check())));
    }
    if (method instanceof FencingConfig.Ec2) {
      return "a proof once EC2 has stopped the instance of "
          + primary
          + ", while its API answers and these credentials may";
    }
    return "a proof when your command ends with status 0";
  }
}
