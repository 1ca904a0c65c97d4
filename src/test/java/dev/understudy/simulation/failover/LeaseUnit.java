package dev.understudy.simulation.failover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The unit that kills a primary whose permission has run out, by the rules of lease.sh. Times are
 * milliseconds of the host's boot-time clock.
 */
final class LeaseUnit {
  static final long EVER = Long.MAX_VALUE / 4;
  private static final long GIVES_UP = 2000;

  private final SimNode me;

  /** Until when each standby's vouch counts. */
  private final Map<String, Long> vouches = new HashMap<>();

  /** Of those who have asked this node as a standby: one for each vouch that may still count. */
  final List<Integer> connections = new ArrayList<>();

  private long granted;
  private long generation;
  private long epoch;
  private long askNext;
  private boolean firstLook;
  private boolean wanted;
  private int connection;

  LeaseUnit(SimNode me) {
    this.me = me;
  }

  void begin() {
    if (me.world.setup.byLease()) {
      if (me.uptime() > 1_000_000) {
        granted = me.id == 0 ? me.uptime() + me.world.setup.lease() : 0;
        generation = 1;
        epoch = 1;
      }
      firstLook = true;
      me.later(me.world.between(0, me.world.setup.check()), this::look);
    }
  }

  /** Its files are in memory. */
  void forget() {
    vouches.clear();
    granted = 0;
    generation = 0;
    epoch = 0;
    askNext = 0;
    wanted = false;
  }

  private long until() {
    long until = granted;
    for (long vouch : vouches.values()) {
      until = Math.max(until, vouch);
    }
    return until;
  }

  private void look() {
    long up = me.uptime();
    long until = until();
    long lease = me.world.setup.lease();
    if (me.server == SimNode.Server.PRIMARY || writes()) {
      if (up >= until && !firstLook) {
        me.world.say(me.name + "'s permission has run out");
        int then = me.start;
        me.later(
            me.world.between(10, 250),
            () -> {
              if (me.start == then) {
                me.killServer();
              }
            });
      }
      if (until - up <= lease * 5 / 8) {
        askAll(up);
      }
    } else if (wanted) {
      if (me.marker) {
        wanted = false;
      } else if (up < until) {
        wanted = false;
        me.startServer();
      } else {
        askAll(up);
      }
    }
    firstLook = false;
    long check = me.world.setup.check();
    me.later(until > up ? Math.max(10, Math.min(check, until - up)) : check, this::look);
  }

  private boolean writes() {
    return me.server == SimNode.Server.STARTING && !me.marker;
  }

  private void askAll(long up) {
    if (up < askNext) {
      return;
    }
    askNext = up + Math.max(me.world.setup.lease() / 8, me.world.setup.check());
    for (SimNode other : me.world.nodes) {
      if (other != me) {
        ask(other, up);
      }
    }
  }

  /** The question goes to the standby, and keeps its connection for as long as a vouch counts. */
  private void ask(SimNode other, long asked) {
    World world = me.world;
    if (!world.net.both(me.id, other.id) || !other.up) {
      return;
    }
    int line = me.line.number();
    int number = ++connection * 4 + me.id;
    other.later(
        world.net.delay(me.id, other.id),
        () -> {
          if (!other.answers()) {
            return;
          }
          other.lease.connections.add(number);
          boolean vouches =
              other.server == SimNode.Server.STANDBY
                  && other.upstream == me.id
                  && other.line.number() <= line;
          if (vouches && world.net.up(other.id, me.id)) {
            me.later(world.net.delay(other.id, me.id), () -> vouched(other, asked));
          }
        });
    me.later(
        world.setup.lease() + GIVES_UP,
        () -> {
          if (world.net.up(me.id, other.id)) {
            other.lease.connections.remove((Object) number);
          }
        });
  }

  private void vouched(SimNode by, long asked) {
    long up = me.uptime();
    if (up > asked + GIVES_UP) {
      return;
    }
    long lease = me.world.setup.lease();
    long counts = me.world.setup.broken(Mutant.COUNTS_A_VOUCH_TWICE_AS_LONG) ? 2 * lease : lease;
    vouches.merge(by.name, asked + counts, Math::max);
  }

  /** Before the server's start as a primary. */
  void mayStart(Runnable then) {
    if (!me.world.setup.byLease()
        || me.world.setup.broken(Mutant.STARTS_AS_PRIMARY_WITHOUT_PERMISSION)
        || me.uptime() < until()) {
      wanted = false;
      then.run();
    } else {
      wanted = true;
    }
  }

  /**
   * The service's word.
   *
   * @return why it was refused; empty when it was accepted
   */
  String renew(MemoryStore.Renewal renewal) {
    boolean late = me.world.setup.broken(Mutant.COUNTS_A_RENEWAL_FROM_ITS_ARRIVAL);
    long until = renewal.until();
    if (renewal.epoch() < me.seenEpoch()) {
      return "an older epoch";
    }
    if (renewal.epoch() < epoch
        || (renewal.epoch() == epoch && renewal.generation() < generation)) {
      return "an older generation";
    }
    if (renewal.boot() != me.boot) {
      return "another boot";
    }
    if (until != EVER && until > me.uptime() + me.world.setup.lease()) {
      return "later than a lease allows";
    }
    if (late && until != EVER && until > 0) {
      until = me.uptime() + me.world.setup.lease();
    }
    boolean same = renewal.epoch() == epoch && renewal.generation() == generation;
    granted = same ? Math.max(granted, until) : until;
    epoch = renewal.epoch();
    generation = renewal.generation();
    return "";
  }

  /** With a promotion, under the guard's lock. */
  boolean permit(long newEpoch, long newGeneration) {
    return renew(new MemoryStore.Renewal(newEpoch, newGeneration, me.boot, EVER)).isEmpty();
  }

  /** Whom a standby may have vouched for lately. */
  boolean mayHaveVouched(long counts) {
    return !connections.isEmpty() || me.uptime() - me.startedAt < counts;
  }
}
