package dev.understudy.simulation;

import dev.understudy.common.ErrorClass;
import dev.understudy.host.HostException;
import java.util.List;
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
    List<String> effects;
    World world = machine.world();
    synchronized (world) {
      life.requireAlive();
      if (!machine.power.equals("running")) {
        throw new HostException(
            ErrorClass.CONNECTION, machine.name(), "the host cannot be reached", null, null);
      }
      int before = world.effectCount();
      new Replication(world).settle();
      answer = act.get();
      new Replication(world).settle();
      effects = world.effectsAfter(before);
    }
    life.sawEffects(effects);
    return answer;
  }
}
