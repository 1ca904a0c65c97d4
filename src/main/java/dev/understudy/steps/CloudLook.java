package dev.understudy.steps;

import dev.understudy.cloud.Instance;
import dev.understudy.cloud.InstanceHealth;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cloud says of a node's instance, for checks.
 *
 * @param instance empty when that could not be asked
 * @param why it could not be asked
 * @param health empty when it says nothing of it, or could not be asked
 * @param mayNotStop why the instance could not be stopped to fence it; empty: it could, or nobody
 *     wants to
 * @param unsure that this is not the cloud's word, but that it could not be asked
 */
public record CloudLook(
    String node,
    Optional<Instance> instance,
    String why,
    Optional<InstanceHealth> health,
    Optional<String> mayNotStop,
    boolean unsure) {

  /** Looks at all nodes that are instances. Changes nothing; an order is tried dry. */
  public static List<CloudLook> all(Site site) {
    List<CloudNode> nodes =
        site.nodes().stream()
            .filter(node -> node.config().ec2().isPresent())
            .map(node -> CloudNode.of(site, node))
            .toList();
    Map<String, InstanceHealth> health = health(nodes);
    List<CloudLook> looks = new ArrayList<>();
    boolean fences = site.config().failover().byEc2();
    nodes.forEach(
        node -> looks.add(look(node, Optional.ofNullable(health.get(node.instance())), fences)));
    return looks;
  }

  /** Of those that are known; one that is not is told by its own look. */
  private static Map<String, InstanceHealth> health(List<CloudNode> nodes) {
    Map<String, InstanceHealth> health = new HashMap<>();
    for (CloudNode node : nodes) {
      try {
        health.putAll(node.cloud().health(List.of(node.instance())));
      } catch (UnderstudyException e) {
        // Judged as not known.
        health.remove(node.instance());
      }
    }
    return health;
  }

  private static CloudLook look(CloudNode node, Optional<InstanceHealth> health, boolean fences) {
    String name = node.node().name();
    try {
      Instance seen = node.describe();
      Optional<UnderstudyException> refused = fences ? refused(node) : Optional.empty();
      return new CloudLook(
          name,
          Optional.of(seen),
          "",
          health,
          refused.map(UnderstudyException::getMessage),
          refused.filter(CloudLook::unsure).isPresent());
    } catch (UnderstudyException e) {
      return new CloudLook(
          name, Optional.empty(), e.getMessage(), health, Optional.of(e.getMessage()), unsure(e));
    }
  }

  private static Optional<UnderstudyException> refused(CloudNode node) {
    try {
      node.cloud().requireMayStop(node.instance());
      return Optional.empty();
    } catch (UnderstudyException e) {
      return Optional.of(e);
    }
  }

  /** What a person has to change is sure; what may be better in a minute is not. */
  private static boolean unsure(UnderstudyException e) {
    return e.errorClass().retriable() && e.errorClass() != ErrorClass.REMOTE_EXIT;
  }
}
