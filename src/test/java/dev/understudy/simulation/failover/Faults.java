package dev.understudy.simulation.failover;

/** What goes wrong in a schedule, and when it ends. */
final class Faults {
  private static final long FIRST = 2_000;
  private static final long SPAN = 20_000;
  private static final long LONGEST = 20_000;

  private final World world;
  private final Schedule schedule;
  private long end = FIRST;

  private Faults(World world, Schedule schedule) {
    this.world = world;
    this.schedule = schedule;
  }

  /**
   * Plans them.
   *
   * @return when the last has ended
   */
  static long plan(World world, Schedule schedule) {
    Faults faults = new Faults(world, schedule);
    int count = 1 + world.random.nextInt(4);
    for (int i = 0; i < count; i++) {
      faults.one();
    }
    return faults.end;
  }

  private void one() {
    long begins = world.between(FIRST, FIRST + SPAN);
    long lasts = world.chance(30) ? world.between(50, 1500) : world.between(1000, LONGEST);
    end = Math.max(end, begins + lasts);
    int kind = world.random.nextInt(13);
    SimNode node = world.nodes.get(world.chance(60) ? 0 : world.random.nextInt(world.nodes.size()));
    world.agenda.in(begins, () -> happen(kind, node, lasts));
  }

  private void happen(int kind, SimNode node, long lasts) {
    switch (kind) {
      case 0, 1 -> {
        node.losePower();
        world.agenda.in(lasts, node::boot);
      }
      case 2 -> node.killServer();
      case 3 -> node.freeze(lasts, false);
      case 4 -> node.freeze(lasts, true);
      case 5, 6 -> isolate(node, lasts);
      case 7 -> cut(world.service(), node.id, world.chance(60), lasts);
      case 8 -> cut(node.id, other(node), world.chance(60), lasts);
      case 9 -> slow(node.id, world.chance(50) ? world.service() : other(node), lasts);
      case 10 -> schedule.crashService(lasts);
      case 11 -> service(lasts);
      default -> isolateService(lasts);
    }
  }

  private int other(SimNode node) {
    int other = world.random.nextInt(world.nodes.size() - 1);
    return other >= node.id ? other + 1 : other;
  }

  private void isolate(SimNode node, long lasts) {
    world.say(node.name + " is cut off");
    for (int place = 0; place <= world.service(); place++) {
      if (place != node.id) {
        both(node.id, place, lasts);
      }
    }
  }

  private void isolateService(long lasts) {
    world.say("the service is cut off");
    world.serviceAlone = true;
    for (SimNode node : world.nodes) {
      both(world.service(), node.id, lasts);
    }
    world.agenda.in(lasts, () -> world.serviceAlone = false);
  }

  private void cut(int from, int to, boolean bothWays, long lasts) {
    boolean back = world.chance(50);
    world.say("cut " + from + (bothWays ? " <> " : back ? " < " : " > ") + to);
    if (bothWays) {
      both(from, to, lasts);
    } else {
      way(back ? to : from, back ? from : to, lasts);
    }
  }

  private void both(int one, int other, long lasts) {
    way(one, other, lasts);
    way(other, one, lasts);
  }

  private void way(int from, int to, long lasts) {
    world.net.cut(from, to, 1);
    world.agenda.in(lasts, () -> world.net.cut(from, to, -1));
  }

  private void slow(int one, int other, long lasts) {
    long by = world.between(20, 1900);
    world.say("slow " + one + " <> " + other + " by " + by + " ms");
    world.net.slow(one, other, by);
    world.net.slow(other, one, by);
    world.agenda.in(
        lasts,
        () -> {
          world.net.slow(one, other, 0);
          world.net.slow(other, one, 0);
        });
  }

  private void service(long lasts) {
    switch (world.random.nextInt(3)) {
      case 0 -> schedule.stopService(lasts);
      case 1 -> {
        world.say("the service is frozen " + lasts + " ms");
        world.serviceFrozenUntil = world.now() + lasts;
      }
      default -> {
        world.clockOff += world.between(-3_600_000, 3_600_000);
        world.say("the service's wall clock is off by " + world.clockOff + " ms");
      }
    }
  }
}
