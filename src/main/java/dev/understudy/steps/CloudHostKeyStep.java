package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Ec2NodeConfig;
import dev.understudy.host.TrustedHosts;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.List;
import java.util.Map;

/**
 * Learns the SSH keys of a launched host from its console, to which cloud-init writes them at the
 * first boot: no key that merely arrives over the network is trusted. What is known already stays.
 */
final class CloudHostKeyStep implements StepType {
  private final Sites sites;

  CloudHostKeyStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "cloud.host-key";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    if (node.config().ec2().flatMap(Ec2NodeConfig::launch).isEmpty()) {
      return Probe.met(Map.of("host key", "not of a launched host"));
    }
    return trusted(node).known()
        ? Probe.met(Map.of("host key", "known"))
        : Probe.notMet(Change.of("host key", node.address(), "", "that of its console"));
  }

  private TrustedHosts trusted(Node node) {
    return new TrustedHosts(sites.ssh(), node.address(), node.config().sshPort());
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    CloudNode instance = CloudNode.of(sites.site(context), node);
    List<String> keys = ConsoleKeys.of(instance.cloud().consoleOutput(instance.instance()));
    if (keys.isEmpty()) {
      throw new UnderstudyException(
          ErrorClass.REMOTE_EXIT,
          node.name(),
          "the console of " + instance.instance() + " shows no host keys yet",
          "wait; or add the host's key to ssh.known_hosts yourself, if its image has no cloud-init",
          null);
    }
    trusted(node).trust(keys);
  }
}
