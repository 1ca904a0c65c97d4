package dev.understudy.steps;

import dev.understudy.cloud.Cloud;
import dev.understudy.cloud.Instance;
import dev.understudy.common.PreconditionException;
import dev.understudy.config.Ec2NodeConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A node whose host is an instance of the cloud.
 *
 * @param instance its id
 */
record CloudNode(Node node, Cloud cloud, String instance) {
  /**
   * The node as the cloud knows it. Asks nothing yet, but for an instance that was launched: of
   * that it asks the id, which is empty while there is none.
   *
   * @throws PreconditionException when the configuration does not say which instance it is
   */
  static CloudNode of(Site site, Node node) {
    Cloud cloud = site.cloud().orElseThrow(() -> unknown(node));
    Ec2NodeConfig config = node.config().ec2().orElseThrow(() -> unknown(node));
    return new CloudNode(
        node, cloud, config.instance().orElseGet(() -> LaunchToken.of(site, node).launched(cloud)));
  }

  private static PreconditionException unknown(Node node) {
    return new PreconditionException(
        node.name(),
        "the configuration does not say which instance of EC2 it is",
        "add ec2: { instance: i-… } to the node");
  }

  /**
   * What the cloud says of it now.
   *
   * @throws PreconditionException when it knows no such instance, or that one is another host than
   *     the node's: nothing that happens to it proves anything then
   */
  Instance describe() {
    Instance seen =
        Optional.of(instance)
            .filter(id -> !id.isEmpty())
            .flatMap(cloud::instance)
            .orElseThrow(
                () ->
                    new PreconditionException(
                        node.name(),
                        "EC2 knows no instance " + (instance.isEmpty() ? "of it" : instance),
                        "correct ec2.instance of the node, or ec2.region"));
    if (seen.state() != Instance.State.TERMINATED && !isHost(seen)) {
      throw new PreconditionException(
          node.name(),
          "the instance %s is not at %s, but at %s"
              .formatted(instance, node.address(), seen.addresses()),
          "correct host or ec2.instance of the node");
    }
    return seen;
  }

  private boolean isHost(Instance seen) {
    if (seen.addresses().contains(node.address())) {
      return true;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(node.address()))
          .map(InetAddress::getHostAddress)
          .anyMatch(seen.addresses()::contains);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  Map<String, String> evidence(Instance seen) {
    return Map.of("instance", seen.id(), "state", seen.state().label());
  }
}
