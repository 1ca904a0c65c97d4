package dev.understudy.steps;

import dev.understudy.config.FailoverConfig;
import dev.understudy.host.Host;
import dev.understudy.host.LeaseRenewal;
import dev.understudy.host.LeaseView;
import dev.understudy.host.NodeLease;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredPermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The service's half of fencing by lease: renews a primary's permission. The node's uptime is read
 * first and the end counted from there, so a renewal that is held up on its way is harmless.
 */
public final class LeaseRenewer {
  private final Sites sites;
  private final ClusterRegistry registry;
  private final String owner;
  private final LeaseReadings readings;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /**
   * @param sites with hosts that no step uses, so that none holds a renewal up
   * @param owner the UUID of the store in charge
   * @param readings those that fencing in this process looks at
   */
  public LeaseRenewer(Sites sites, ClusterRegistry registry, String owner, LeaseReadings readings) {
    this.sites = sites;
    this.registry = registry;
    this.owner = owner;
    this.readings = readings;
  }

  /**
   * Renews once, if there is a permission to renew. Also takes one without an end back, and tells
   * the node who may vouch.
   *
   * @return whether it renewed
   * @throws dev.understudy.common.UnderstudyException when the node did not accept it, or cannot be
   *     reached
   */
  public boolean renew(String cluster) {
    Site site = sites.site(cluster);
    Node node = site.primary();
    if (wanted(site, node).isEmpty()) {
      return false;
    }
    Duration limit = limit(site.config().failover());
    LeaseView seen = NodeLease.look(node.host(), cluster, limit);
    long reading = readings.now();
    Map<String, String> vouchers = LeaseFiles.vouchers(site, site.config(), node.name());
    List<String> names = vouchers.keySet().stream().sorted().toList();
    change(cluster, node, known -> prepared(known, names));
    begun.add(cluster);
    Optional<RegisteredPermission> known = wanted(site, node);
    if (known.isEmpty()
        || !readings.send(cluster, reading, () -> wanted(site, node).equals(known))) {
      return false;
    }
    long until = seen.uptime() + site.config().failover().lease().toMillis() / 10;
    LeaseView accepted = send(site, node.host(), known.get(), seen.boot(), until, vouchers, limit);
    change(cluster, node, now -> settled(now, known.get(), accepted, names));
    return true;
  }

  /** Each life of the service, and each taking back, is a generation of its own. */
  private RegisteredPermission prepared(RegisteredPermission known, List<String> names) {
    RegisteredPermission next =
        known.unlimited() || !begun.contains(known.cluster()) ? known.nextGeneration() : known;
    return next.vouchers().equals(names) ? next : next.announcing(names);
  }

  private static RegisteredPermission settled(
      RegisteredPermission now, RegisteredPermission sent, LeaseView accepted, List<String> names) {
    if (now.generation() != sent.generation() || !now.node().equals(sent.node())) {
      return now;
    }
    RegisteredPermission settled = now.withdrawn().enforced(accepted.enforced());
    return accepted.list() == now.list() ? settled.acknowledged(names) : settled;
  }

  /**
   * Records a permission without an end and hands it out: this service ends in order, and nobody
   * will renew.
   *
   * @throws dev.understudy.common.UnderstudyException when the node cannot be reached; it counts as
   *     handed out then
   */
  public void leave(String cluster, Duration limit) {
    Site site = sites.site(cluster);
    Node node = site.primary();
    if (wanted(site, node).isEmpty()) {
      return;
    }
    change(cluster, node, RegisteredPermission::withoutEnd);
    Optional<RegisteredPermission> known = wanted(site, node);
    if (known.isPresent()) {
      Host host = node.host();
      String boot = NodeLease.look(host, cluster, limit).boot();
      send(site, host, known.get(), boot, NodeLease.EVER, Map.of(), limit);
    }
  }

  private LeaseView send(
      Site site,
      Host host,
      RegisteredPermission known,
      String boot,
      long until,
      Map<String, String> vouchers,
      Duration limit) {
    LeaseRenewal renewal =
        new LeaseRenewal(
            owner,
            site.name(),
            Math.max(known.epoch(), site.epoch()),
            known.generation(),
            boot,
            until,
            vouchers.isEmpty() ? 0 : known.list(),
            vouchers);
    return NodeLease.renew(host, renewal, limit);
  }

  /**
   * Empty while nothing may be renewed on this node: in the middle of a failover, and after one
   * that has made another node the primary while this one was waited for.
   */
  private Optional<RegisteredPermission> wanted(Site site, Node node) {
    if (!site.config().failover().byLease() || registry.outdated(site.name()).isPresent()) {
      return Optional.empty();
    }
    return registry
        .permission(site.name())
        .filter(known -> !known.ended() && known.node().equals(node.name()))
        .filter(known -> known.node().equals(site.primaryName()));
  }

  /** Of the node's own permission, and writes only what differs. */
  private void change(String cluster, Node node, UnaryOperator<RegisteredPermission> change) {
    UnaryOperator<RegisteredPermission> own =
        known -> known.node().equals(node.name()) ? change.apply(known) : known;
    Optional<RegisteredPermission> before = registry.permission(cluster);
    if (before.map(known -> own.apply(known).equals(known)).orElse(true)) {
      return;
    }
    registry.change(
        handle -> {},
        changes ->
            changes
                .permission(cluster)
                .ifPresent(known -> changes.putPermission(own.apply(known))));
  }

  private static Duration limit(FailoverConfig config) {
    Duration half = config.lease().dividedBy(2);
    Duration least = Duration.ofSeconds(2);
    return half.compareTo(least) < 0 ? least : half;
  }
}
