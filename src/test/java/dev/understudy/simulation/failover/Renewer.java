package dev.understudy.simulation.failover;

import dev.understudy.store.RegisteredPermission;
import java.util.List;
import java.util.Optional;

/** Renews the primary's permission, by the rules of LeaseRenewer; its records are the real ones. */
final class Renewer {
  private static final int IN_A_LEASE = 4;

  private final Service service;
  private final long begun;
  private boolean counting;
  private long lastReading;
  private boolean first = true;
  private boolean busy;

  Renewer(Service service) {
    this.service = service;
    this.begun = service.world.now();
  }

  void begin() {
    if (service.world.setup.byLease()) {
      service.later(0, this::round);
    }
  }

  /** When the uptime was received that the last renewal was counted from. */
  long last() {
    boolean forgets = service.world.setup.broken(Mutant.FORGETS_RENEWALS_OF_AN_EARLIER_PROCESS);
    return counting ? lastReading : forgets ? begun - 3_600_000 : begun;
  }

  private Optional<RegisteredPermission> wanted() {
    return Optional.ofNullable(service.store.permission)
        .filter(known -> !known.ended() && known.node().equals(service.store.primary));
  }

  private void round() {
    service.later(service.world.setup.lease() / IN_A_LEASE, this::round);
    if (busy || wanted().isEmpty()) {
      return;
    }
    busy = true;
    SimNode node = service.world.node(service.store.primary);
    long limit = Math.max(2000, service.world.setup.lease() / 2);
    Wire.Pending<long[]> look =
        service.wire.ssh(
            node, limit, (there, answer) -> answer.say(new long[] {there.uptime(), there.boot}));
    look.then(
        () -> {
          if (service.alive() && look.good()) {
            renew(node, look.get()[0], (int) look.get()[1], limit);
          } else {
            busy = false;
          }
        });
  }

  private void renew(SimNode node, long uptime, int boot, long limit) {
    busy = false;
    long reading = service.world.now();
    List<String> names =
        service.world.nodes.stream().map(n -> n.name).filter(n -> !n.equals(node.name)).toList();
    Optional<RegisteredPermission> known = wanted();
    if (known.isEmpty() || !known.get().node().equals(node.name)) {
      return;
    }
    RegisteredPermission next =
        known.get().unlimited() || first ? known.get().nextGeneration() : known.get();
    next = next.vouchers().equals(List.copyOf(names)) ? next : next.announcing(names);
    first = false;
    service.store.permission = next;
    counting = true;
    lastReading = Math.max(lastReading, reading);
    send(
        node,
        next,
        new MemoryStore.Renewal(
            epoch(next), next.generation(), boot, uptime + service.world.setup.lease()),
        limit,
        names);
  }

  long epoch(RegisteredPermission known) {
    return Math.max(known.epoch(), service.store.epoch);
  }

  private void send(
      SimNode node,
      RegisteredPermission sent,
      MemoryStore.Renewal renewal,
      long limit,
      List<String> names) {
    busy = true;
    Wire.Pending<String> pending =
        service.wire.ssh(node, limit, (there, answer) -> answer.say(there.lease.renew(renewal)));
    pending.then(
        () -> {
          busy = false;
          RegisteredPermission now = service.store.permission;
          if (service.alive()
              && pending.good()
              && pending.get().isEmpty()
              && now.generation() == sent.generation()
              && now.node().equals(sent.node())) {
            service.store.permission = now.withdrawn().enforced(true).acknowledged(names);
          }
        });
  }

  /** The service ends in order: a permission without an end is recorded, then handed out. */
  void leave(Runnable then) {
    if (!service.world.setup.byLease() || wanted().isEmpty()) {
      then.run();
      return;
    }
    RegisteredPermission known = wanted().get().withoutEnd();
    service.store.permission = known;
    SimNode node = service.world.node(service.store.primary);
    Wire.Pending<String> pending =
        service.wire.ssh(
            node,
            2000,
            (there, answer) ->
                answer.say(
                    there.lease.renew(
                        new MemoryStore.Renewal(
                            epoch(known), known.generation(), there.boot, LeaseUnit.EVER))));
    pending.then(then);
  }
}
