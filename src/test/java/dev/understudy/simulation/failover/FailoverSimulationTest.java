package dev.understudy.simulation.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Schedules of faults, each followed by its seed. */
class FailoverSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 20_000);

  @Test
  void nothingForbiddenHappensInAnySchedule() {
    Map<String, Integer> endings = new TreeMap<>();
    int failovers = 0;
    long begun = System.nanoTime();
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      Schedule.Result result = Schedule.play(seed, false);
      assertThat(result.violation())
          .as(() -> String.join("\n", Schedule.play(result.seed(), true).log()))
          .isEmpty();
      endings.merge(result.ending(), 1, Integer::sum);
      failovers += result.failovers();
    }
    System.out.printf(
        "%d schedules, %d failovers, %d ms; endings %s%n",
        SCHEDULES, failovers, (System.nanoTime() - begun) / 1_000_000, endings);
  }
}
