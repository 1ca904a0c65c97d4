package dev.understudy.steps;

import dev.understudy.config.ReplicationConfig;
import dev.understudy.store.SynchronousRow;
import dev.understudy.workflow.StepContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For whom commits are to wait. Pure but for what it is told.
 *
 * @param standbys for any one of them; empty: for nobody now
 * @param managed whether Understudy decides that at all
 */
record SynchronousTarget(List<String> standbys, boolean managed) {
  private static final SynchronousTarget LEFT_ALONE = new SynchronousTarget(List.of(), false);

  SynchronousTarget {
    standbys = SynchronousRow.sorted(standbys);
  }

  /** By what the workflow's file says under {@code with: {standbys: …}}. */
  static SynchronousTarget of(StepContext context, Site site, SynchronousFacts facts) {
    Map<String, String> inputs = context.inputs();
    Object which = context.with().getOrDefault("standbys", "configured");
    boolean sync = site.config().replication().mode() == ReplicationConfig.Mode.SYNC;
    return switch (which.toString()) {
      case "none" -> LEFT_ALONE;
      case "remaining" ->
          facts.managed()
              ? new SynchronousTarget(
                  without(facts.confirmers(), inputs.getOrDefault("node", "")), sync)
              : LEFT_ALONE;
      case "asked" ->
          sync ? new SynchronousTarget(words(inputs.get("standbys")), true) : LEFT_ALONE;
      default -> sync ? configured(site, facts, context.planning()) : LEFT_ALONE;
    };
  }

  private static SynchronousTarget configured(Site site, SynchronousFacts facts, boolean planning) {
    List<String> eligible = eligible(site);
    List<String> streaming = eligible.stream().filter(facts.streaming()::contains).toList();
    // Before there is any standby a plan shows what will be once they stream.
    return new SynchronousTarget(planning && streaming.isEmpty() ? eligible : streaming, true);
  }

  /** Those that may become the primary: what is on others alone is of no use. */
  private static List<String> eligible(Site site) {
    return site.standbys().stream()
        .filter(node -> node.config().priority() > 0)
        .map(Node::name)
        .toList();
  }

  private static List<String> without(List<String> names, String leaving) {
    return names.stream().filter(name -> !name.equals(leaving)).toList();
  }

  private static List<String> words(String text) {
    return Optional.ofNullable(text).stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
