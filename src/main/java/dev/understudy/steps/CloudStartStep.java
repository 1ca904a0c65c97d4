package dev.understudy.steps;

import dev.understudy.cloud.Instance;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Sleeper;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;
import java.util.Map;

/**
 * Has a node's host run, where it is an instance that the cloud can start: one that was fenced by
 * being stopped, for instance. A host that answers is asked nothing more.
 */
final class CloudStartStep implements StepType {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration BOOT = Duration.ofMinutes(5);

  private final Sites sites;
  private final Sleeper sleeper;

  CloudStartStep(Sites sites, Sleeper sleeper) {
    this.sites = sites;
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return "cloud.start";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    if (node.config().ec2().isEmpty()) {
      return Probe.met(Map.of("host", "nobody has said that the cloud could start it"));
    }
    if (answers(node)) {
      return Probe.met(Map.of("host", "answers"));
    }
    CloudNode instance = CloudNode.of(sites.site(context), node);
    if (context.planning() && instance.instance().isEmpty()) {
      throw new PreconditionException(
          node.name(),
          "what is to be done on it can be told once it is launched",
          "provision: the rest is found out then");
    }
    Instance seen = instance.describe();
    return Probe.notMet(Change.of("instance", seen.id(), seen.state().label(), "running"));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    CloudNode instance = CloudNode.of(sites.site(context), node);
    long end = System.nanoTime() + BOOT.toNanos();
    Instance.State state = instance.describe().state();
    while (!answers(node) && System.nanoTime() - end < 0) {
      switch (state) {
        case STOPPED -> instance.cloud().start(instance.instance());
        case TERMINATED, SHUTTING_DOWN ->
            throw new PreconditionException(
                node.name(),
                "the instance " + instance.instance() + " is terminated",
                "give the node another instance, and make it a standby anew");
        default -> {}
      }
      nap();
      state = instance.describe().state();
    }
  }

  private static boolean answers(Node node) {
    return HostAnswers.within(node, ANSWER);
  }

  private void nap() {
    try {
      sleeper.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting");
    }
  }
}
