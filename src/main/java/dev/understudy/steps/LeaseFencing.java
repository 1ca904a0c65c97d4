package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.FailoverConfig;
import dev.understudy.host.Host;
import dev.understudy.host.LeaseRenewal;
import dev.understudy.host.NodeLease;
import dev.understudy.postgres.VouchSql;
import dev.understudy.steps.FencingOutcome.NoProof;
import dev.understudy.steps.FencingOutcome.Proof;
import dev.understudy.store.RegisteredPermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fences by letting the primary's permission run out: no renewal comes any more, no standby vouches
 * any more, and the time is over that it may have had. The primary's host need not be reached.
 */
final class LeaseFencing implements FencingMethod {
  private static final Duration WITHDRAWAL = Duration.ofSeconds(5);

  private final LeaseReadings readings;
  private final Sleeper sleeper;

  LeaseFencing(LeaseReadings readings, Sleeper sleeper) {
    this.readings = readings;
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return "lease";
  }

  @Override
  public FencingOutcome fence(FencingOrder order) {
    long begun = readings.now();
    Site site = order.site();
    Optional<RegisteredPermission> known = site.registry().permission(site.name());
    Optional<String> against = against(order, known);
    if (against.isPresent()) {
      return new NoProof(against.get());
    }
    site.register(
        order.fence(),
        changes ->
            changes.permission(site.name()).ifPresent(now -> changes.putPermission(now.end())));
    // After the decision: what was sent before it is in here.
    long reading = readings.last(site.name());
    if (known.get().unlimited() && !withdrawn(order, known.get())) {
      return withoutProof(
          order, List.of(), order.primary().name() + " may have a permission without an end");
    }
    List<StandbyApart> standbys = standbys(order, known.get());
    try {
      boolean vouched = apart(standbys);
      FailoverConfig config = site.config().failover();
      long over =
          new LeaseWait(config.lease(), config.check()).over(reading, readings.now(), vouched);
      if (over - begun > order.limit().toNanos()) {
        return withoutProof(order, standbys, "its permission may last longer than is waited for");
      }
      await(over);
      return new Proof(evidence(known.get(), vouched, Duration.ofNanos(over - begun)));
    } catch (UnderstudyException e) {
      return withoutProof(order, standbys, e.getMessage());
    }
  }

  private static Optional<String> against(
      FencingOrder order, Optional<RegisteredPermission> known) {
    String primary = order.primary().name();
    if (known.isEmpty()) {
      return Optional.of("this store has not given anybody a permission yet");
    }
    if (!known.get().node().equals(primary)) {
      return Optional.of("the permission is " + known.get().node() + "'s, not " + primary + "'s");
    }
    if (!known.get().enforced()) {
      return Optional.of("nothing keeps watch over the permission on " + primary);
    }
    return Optional.empty();
  }

  /** Ends one without an end on the host itself, where it can be reached. */
  private boolean withdrawn(FencingOrder order, RegisteredPermission known) {
    Site site = order.site();
    RegisteredPermission next = known.end().nextGeneration();
    site.register(order.fence(), changes -> changes.putPermission(next));
    try {
      Host host = order.primary().host();
      String boot = NodeLease.look(host, site.name(), WITHDRAWAL).boot();
      LeaseRenewal none =
          new LeaseRenewal(
              order.fence().owner(),
              site.name(),
              Math.max(next.epoch(), site.epoch()),
              next.generation(),
              boot,
              0,
              0,
              Map.of());
      NodeLease.renew(host, none, WITHDRAWAL);
    } catch (UnderstudyException e) {
      return false;
    }
    site.register(order.fence(), changes -> changes.putPermission(next.withdrawn()));
    return true;
  }

  private List<StandbyApart> standbys(FencingOrder order, RegisteredPermission known) {
    return known.vouchers().stream()
        .map(name -> new StandbyApart(order.site(), name, order.fence(), sleeper))
        .toList();
  }

  /** All at once; every one has to be heard. */
  private static boolean apart(List<StandbyApart> standbys) {
    ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, standbys.size()));
    try {
      Map<StandbyApart, Future<Boolean>> asked = new LinkedHashMap<>();
      standbys.forEach(each -> asked.put(each, workers.submit(each::bringAbout)));
      List<Boolean> vouched = new ArrayList<>();
      asked.forEach((each, future) -> vouched.add(Futures.result(each.name(), future)));
      return vouched.contains(true);
    } finally {
      workers.shutdownNow();
    }
  }

  /** The standbys follow again, and renewals go on: nothing was promoted on this. */
  private FencingOutcome withoutProof(
      FencingOrder order, List<StandbyApart> standbys, String reason) {
    standbys.forEach(StandbyApart::takeBack);
    Site site = order.site();
    site.register(
        order.fence(),
        changes ->
            changes.permission(site.name()).ifPresent(now -> changes.putPermission(now.resume())));
    return new NoProof(reason);
  }

  private void await(long over) {
    while (readings.now() - over < 0) {
      try {
        sleeper.sleep(Duration.ofNanos(over - readings.now()).plusMillis(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new dev.understudy.workflow.SuspendedException("interrupted while waiting");
      }
    }
  }

  private static Map<String, String> evidence(
      RegisteredPermission known, boolean vouched, Duration waited) {
    return Map.of(
        "permission",
        "of " + known.node() + ", run out",
        "follow nobody",
        String.join(", ", known.vouchers()),
        "vouched for it lately",
        vouched ? "perhaps" : "none",
        "waited",
        waited.toMillis() + " ms");
  }

  /** Each voucher once more, the candidate by its own server, the others from its host. */
  @Override
  public String recheck(FencingOrder order) {
    List<String> vouchers =
        order
            .site()
            .registry()
            .permission(order.site().name())
            .map(RegisteredPermission::vouchers)
            .orElse(List.of());
    return """
    [ "$(ask %s)" = t ] || refuse "it follows a primary again"
    again=$(%s unfollowed %s) || refuse "$again follows a primary again, or cannot be asked"
    """
        .formatted(
            Shell.quote(VouchSql.followsNobody()),
            NodeLease.PATH,
            Shell.words(
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(NodeLease.encode(order.site().name())),
                        vouchers.stream())
                    .toList()));
  }
}
