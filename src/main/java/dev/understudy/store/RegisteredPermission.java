package dev.understudy.store;

import java.util.List;
import java.util.TreeSet;

/**
 * What the store has decided about the permission to be a cluster's primary.
 *
 * @param node the only one that may have it
 * @param generation grows with each life of the service and each withdrawal; hosts refuse older
 *     ones
 * @param unlimited whether one without an end may be out
 * @param ended whether there are no more renewals
 * @param vouchers all nodes whose vouch the node's host may count
 * @param list the number of the newest list of vouchers that was or will be sent
 * @param enforced whether the node said at last that its unit keeps watch
 */
public record RegisteredPermission(
    String cluster,
    String node,
    long epoch,
    long generation,
    boolean unlimited,
    boolean ended,
    List<String> vouchers,
    long list,
    boolean enforced) {
  public RegisteredPermission {
    vouchers = List.copyOf(new TreeSet<>(vouchers));
  }

  /** One without an end, to be recorded before it is handed out. */
  public RegisteredPermission withoutEnd() {
    return new RegisteredPermission(
        cluster, node, epoch, generation + 1, true, false, vouchers, list, enforced);
  }

  /** The next generation, which takes back one without an end once the node has accepted it. */
  public RegisteredPermission nextGeneration() {
    return new RegisteredPermission(
        cluster, node, epoch, generation + 1, unlimited, ended, vouchers, list, enforced);
  }

  /** No more renewals. */
  public RegisteredPermission end() {
    return new RegisteredPermission(
        cluster, node, epoch, generation, unlimited, true, vouchers, list, enforced);
  }

  /** Whether another is of a later generation. */
  public boolean precedes(RegisteredPermission other) {
    return generation < other.generation;
  }

  /** The same in a generation behind another's. */
  public RegisteredPermission after(RegisteredPermission other) {
    return new RegisteredPermission(
        cluster,
        node,
        epoch,
        Math.max(generation, other.generation) + 1,
        unlimited,
        ended,
        vouchers,
        list,
        enforced);
  }

  /** Renewals go on. */
  public RegisteredPermission resume() {
    return new RegisteredPermission(
        cluster, node, epoch, generation, unlimited, false, vouchers, list, enforced);
  }

  /** With these vouchers to come; the node may still count the former ones too. */
  public RegisteredPermission announcing(List<String> wanted) {
    TreeSet<String> all = new TreeSet<>(vouchers);
    all.addAll(wanted);
    return new RegisteredPermission(
        cluster, node, epoch, generation, unlimited, ended, List.copyOf(all), list + 1, enforced);
  }

  /** The node has this list and no other any more. */
  public RegisteredPermission acknowledged(List<String> current) {
    return new RegisteredPermission(
        cluster, node, epoch, generation, unlimited, ended, current, list, enforced);
  }

  /** The node has accepted this generation, so an earlier one without an end is gone. */
  public RegisteredPermission withdrawn() {
    return new RegisteredPermission(
        cluster, node, epoch, generation, false, ended, vouchers, list, enforced);
  }

  public RegisteredPermission enforced(boolean now) {
    return new RegisteredPermission(
        cluster, node, epoch, generation, unlimited, ended, vouchers, list, now);
  }
}
