package dev.understudy.simulation.failover;

import dev.understudy.common.Fence;
import org.jspecify.annotations.Nullable;

/** A host with its server, its guard and its lease unit. */
final class SimNode {
  /** What the server does. */
  enum Server {
    DOWN,
    STARTING,
    PRIMARY,
    STANDBY,
    STOPPING
  }

  final World world;
  final int id;
  final String name;
  final LeaseUnit lease;
  final Receiver receiver;

  boolean up = true;
  int boot;
  private long bootedAt;
  private long stoodStill;
  private long frozenAt = -1;
  private long frozenUntil = -1;
  private boolean paused;
  long thawedAt = -1;
  boolean thawedFromPause;

  Server server = Server.DOWN;
  int start;
  long startedAt;
  boolean killed;
  boolean clean;
  boolean marker;
  boolean disabled;
  boolean rewinding;
  Line line = Line.first();
  long lsn;

  /** Of the file, and of the running server: whom it follows; -1: nobody. */
  int conninfo = -1;

  int upstream = -1;

  private long seenEpoch;
  private long seenTerm;
  private long lockedUntil;

  SimNode(World world, int id, String name) {
    this.world = world;
    this.id = id;
    this.name = name;
    this.lease = new LeaseUnit(this);
    this.receiver = new Receiver(this);
  }

  /** As provisioning has left it: alpha is the primary, the others follow. */
  void begin() {
    line = world.nodes.isEmpty() || world.nodes.get(0) == this ? line : world.nodes.get(0).line;
    lsn = 1_000_000;
    server = id == 0 ? Server.PRIMARY : Server.STANDBY;
    marker = id != 0;
    conninfo = id == 0 ? -1 : 0;
    upstream = conninfo;
    start = 1;
    startedAt = -1_000_000;
    bootedAt = -10_000_000;
    lease.begin();
    receiver.begin();
    every(world.setup.pace(), this::write);
  }

  boolean frozen() {
    return world.now() < frozenUntil;
  }

  boolean serves() {
    return up && server == Server.PRIMARY;
  }

  boolean answers() {
    return up && !frozen() && (server == Server.PRIMARY || server == Server.STANDBY);
  }

  /** The boot-time clock. It stands still with a virtual machine, and goes on in a freeze. */
  long uptime() {
    long still = frozen() && paused ? world.now() - frozenAt : 0;
    return world.now() - bootedAt - stoodStill - still;
  }

  /** On this host, unless it goes down before; while it is frozen nothing happens. */
  void later(long delay, Runnable what) {
    int then = boot;
    world.agenda.in(delay, () -> whenAwake(then, what));
  }

  private void whenAwake(int then, Runnable what) {
    if (!up || boot != then) {
      return;
    }
    if (frozen()) {
      world.agenda.in(frozenUntil - world.now(), () -> whenAwake(then, what));
    } else {
      what.run();
    }
  }

  /** For as long as the world lasts, whether or not the host is up. */
  private void every(long pause, Runnable what) {
    world.agenda.in(
        pause,
        () -> {
          if (up && !frozen()) {
            what.run();
          }
          every(pause, what);
        });
  }

  /** The client beside the server; it has no need of the network. */
  private void write() {
    if (serves() && !world.setup.idle()) {
      lsn += world.between(100, 8000);
      world.referee.acknowledged(this);
    }
  }

  void freeze(long millis, boolean withClock) {
    if (!up || frozen()) {
      return;
    }
    world.say(name + (withClock ? " is paused, its clock too, " : " is frozen ") + millis + " ms");
    frozenAt = world.now();
    frozenUntil = world.now() + millis;
    paused = withClock;
    int then = boot;
    world.agenda.in(millis, () -> thaw(then));
  }

  private void thaw(int then) {
    if (!up || boot != then || frozen()) {
      return;
    }
    world.say(name + " goes on");
    thawedAt = world.now();
    thawedFromPause = paused;
    if (paused) {
      stoodStill += world.now() - frozenAt;
    }
    frozenAt = -1;
  }

  void losePower() {
    if (up) {
      world.say(name + " loses power");
      up = false;
      boot++;
      frozenUntil = -1;
      killed = false;
      stopped(false);
      lease.forget();
      lockedUntil = 0;
    }
  }

  void boot() {
    if (up) {
      return;
    }
    world.say(name + " boots");
    up = true;
    boot++;
    bootedAt = world.now();
    stoodStill = 0;
    lease.begin();
    receiver.begin();
    later(
        world.between(1500, 2500),
        () -> {
          if (!disabled) {
            startServer();
          }
        });
  }

  /** Of the postmaster and all its children. */
  void killServer() {
    if (up && server != Server.DOWN) {
      world.say(name + "'s server is killed");
      killed = true;
      stopped(false);
    }
  }

  void stopped(boolean inOrder) {
    server = Server.DOWN;
    clean = inOrder;
    start++;
    upstream = -1;
    receiver.end();
    lease.connections.clear();
  }

  /** Stops on somebody's word; by force where that takes too long. */
  void stop(Runnable then) {
    if (server == Server.DOWN) {
      then.run();
      return;
    }
    boolean quick = world.chance(80);
    server = server == Server.PRIMARY && !quick ? Server.PRIMARY : Server.STOPPING;
    later(
        quick ? world.between(20, 300) : 5000 + world.between(50, 300),
        () -> {
          if (server != Server.DOWN) {
            stopped(quick);
            killed = !quick;
          }
          then.run();
        });
  }

  /** As systemd and Debian start it. */
  void startServer() {
    if (server != Server.DOWN || rewinding) {
      return;
    }
    if (marker) {
      started(Server.STANDBY, 200);
    } else {
      lease.mayStart(() -> started(Server.PRIMARY, clean ? 200 : world.between(200, 3000)));
    }
  }

  private void started(Server as, long after) {
    if (server != Server.DOWN) {
      return;
    }
    server = Server.STARTING;
    killed = false;
    int then = ++start;
    later(
        after,
        () -> {
          if (server == Server.STARTING && start == then) {
            server = marker ? Server.STANDBY : as;
            upstream = server == Server.STANDBY ? conninfo : -1;
            startedAt = uptime();
            world.say(name + " runs as a " + (server == Server.PRIMARY ? "primary" : "standby"));
          }
        });
  }

  /** The old and the new timeline are told apart from here on. */
  void promote() {
    line = line.next(lsn);
    server = Server.PRIMARY;
    marker = false;
    upstream = -1;
    receiver.end();
  }

  /**
   * Whether the guard lets a command in; it remembers the newest authority.
   *
   * @return why not; null when it does
   */
  @Nullable String refuses(Fence fence) {
    boolean older =
        fence.epoch() < seenEpoch || (fence.epoch() == seenEpoch && fence.term() < seenTerm);
    if (older) {
      return "a newer run is in charge of " + name;
    }
    seenEpoch = fence.epoch();
    seenTerm = fence.term();
    return null;
  }

  long seenEpoch() {
    return seenEpoch;
  }

  /** Under the guard's lock: not before whoever has it is done. */
  void locked(long millis, Runnable what) {
    if (world.now() < lockedUntil) {
      later(lockedUntil - world.now(), () -> locked(millis, what));
    } else {
      lockedUntil = world.now() + millis;
      what.run();
    }
  }
}
