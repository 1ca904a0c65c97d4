package dev.understudy.simulation;

import java.util.function.Supplier;

/** What every exchange with a machine has in common. */
final class Wire {
  private final Machine machine;
  private final Life life;

  Wire(Machine machine, Life life) {
    this.machine = machine;
    this.life = life;
  }

  /** One exchange at a time in the whole world; replication catches up before and after it. */
  <T> T exchange(Supplier<T> act) {
    T answer;
    int before;
    int after;
    World world = machine.world();
    synchronized (world) {
      life.requireAlive();
      before = world.effectCount();
      new Replication(world).settle();
      answer = act.get();
      new Replication(world).settle();
      after = world.effectCount();
    }
    if (after > before) {
      life.sawEffect();
    }
    return answer;
  }
}
