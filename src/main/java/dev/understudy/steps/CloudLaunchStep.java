package dev.understudy.steps;

import dev.understudy.cloud.Cloud;
import dev.understudy.cloud.Image;
import dev.understudy.cloud.Instance;
import dev.understudy.cloud.Launch;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Ec2Launch;
import dev.understudy.config.Ec2NodeConfig;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Launches the instance that a node's host is to be, at the node's address, and waits until it
 * runs. Nothing that happens between the order and its record makes a second one.
 */
final class CloudLaunchStep implements StepType {
  private static final Duration RUNNING = Duration.ofMinutes(5);

  private final Sites sites;
  private final Sleeper sleeper;

  CloudLaunchStep(Sites sites, Sleeper sleeper) {
    this.sites = sites;
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return "cloud.launch";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    Optional<Ec2Launch> launch = node.config().ec2().flatMap(Ec2NodeConfig::launch);
    if (launch.isEmpty()) {
      return Probe.met(Map.of("instance", "none is to be launched"));
    }
    CloudNode known = CloudNode.of(sites.site(context), node);
    if (known.instance().isEmpty()) {
      return Probe.notMet(Change.of("instance", node.name(), "", words(node, launch.get())));
    }
    Instance seen = known.describe();
    return seen.state() == Instance.State.PENDING
        ? Probe.notMet(Change.of("instance", seen.id(), "pending", "running"))
        : Probe.met(Map.of("instance", seen.id(), "zone", seen.zone()));
  }

  private static String words(Node node, Ec2Launch launch) {
    return "%s from %s at %s in %s%s"
        .formatted(
            launch.type(),
            launch.image(),
            node.address(),
            launch.subnet(),
            launch.zone().map(zone -> ", " + zone).orElse(""));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    Cloud cloud = site.cloud().orElseThrow();
    LaunchToken token = LaunchToken.of(site, node);
    if (token.launched(cloud).isEmpty()) {
      Ec2Launch config = node.config().ec2().flatMap(Ec2NodeConfig::launch).orElseThrow();
      Launch launch =
          new Launch(image(cloud, config), config, node.address(), tags(site, node, config));
      cloud.launch(launch, token.next(cloud));
    }
    awaitRunning(cloud, node, token);
  }

  private static Image image(Cloud cloud, Ec2Launch config) {
    ImageName name = ImageName.of(config);
    return name.id()
        ? cloud.image(name.pattern())
        : cloud.image(name.owner(), name.pattern(), name.architecture());
  }

  private static Map<String, String> tags(Site site, Node node, Ec2Launch config) {
    Map<String, String> tags = new TreeMap<>();
    tags.put("Name", site.name() + "-" + node.name());
    tags.putAll(config.tags());
    tags.put("understudy", site.name());
    tags.put("understudy-node", node.name());
    return tags;
  }

  /** EC2 may not know it for a while. */
  private void awaitRunning(Cloud cloud, Node node, LaunchToken token) {
    long end = System.nanoTime() + RUNNING.toNanos();
    while (System.nanoTime() - end < 0) {
      String id = token.launched(cloud);
      if (!id.isEmpty()
          && cloud
              .instance(id)
              .filter(seen -> seen.state() != Instance.State.PENDING)
              .isPresent()) {
        return;
      }
      try {
        sleeper.sleep(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SuspendedException("interrupted while waiting");
      }
    }
    throw new UnderstudyException(
        ErrorClass.TIMEOUT,
        node.name(),
        "the instance does not run yet",
        "see in EC2's console what it says of it",
        null);
  }
}
