package dev.understudy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quartz.TriggerKey;

/** What reconciling decides, row by row. Now is 1,000,000 everywhere. */
class ReconciliationTest {
  private static final long NOW = 1_000_000;
  private static final TriggerKey ONCE = AlarmTriggers.once("a");

  @Test
  void leavesAHealthyAlarmOfTheSameTimeAlone() {
    for (String state : List.of("WAITING", "ACQUIRED")) {
      assertThat(decide(Map.of("a", NOW + 5), row(state, NOW + 5, NOW + 5)))
          .isEqualTo(new Reconciliation(Map.of(), List.of(), List.of()));
    }
    assertThat(decide(Map.of("a", NOW - 60_000), row("WAITING", NOW - 60_000, NOW - 60_000)).once())
        .as("late, but only because the clock stood still")
        .isEmpty();
  }

  @Test
  void setsWhatIsMissingMovedOrRangForTheLastTime() {
    assertThat(decide(Map.of("a", NOW)).once()).isEqualTo(Map.of("a", NOW));
    assertThat(decide(Map.of("a", NOW), row("WAITING", NOW + 5, NOW + 5)).once())
        .isEqualTo(Map.of("a", NOW));
    assertThat(decide(Map.of("a", NOW), row("COMPLETE", -1, NOW)).once())
        .isEqualTo(Map.of("a", NOW));
  }

  @Test
  void removesWhatNobodyWantsButNotWhatRings() {
    assertThat(decide(Map.of(), row("WAITING", NOW, NOW)).removed()).containsExactly(ONCE);
    assertThat(decide(Map.of(), row("BLOCKED", NOW, NOW)).removed()).containsExactly(ONCE);
    assertThat(decide(Map.of(), row("COMPLETE", -1, NOW)).removed()).isEmpty();
  }

  @Test
  void aReservedTriggerIsStuckOnlyWhenItIsOverdueOrReservedFarAhead() {
    assertThat(row("ACQUIRED", NOW - 9_000, 0).stuck(NOW)).isFalse();
    assertThat(row("ACQUIRED", NOW - 11_000, 0).stuck(NOW)).isTrue();
    assertThat(row("ACQUIRED", NOW + 30_000, 0).stuck(NOW)).isFalse();
    assertThat(row("ACQUIRED", NOW + 61_000, 0).stuck(NOW)).isTrue();
  }

  @Test
  void repeatingAlarmsAreKeptUnlessStuck() {
    TriggerRow healthy = new TriggerRow(AlarmTriggers.every("a"), "WAITING", NOW + 5, 0, 1_000);
    TriggerRow stuck = new TriggerRow(AlarmTriggers.every("b"), "ERROR", NOW + 5, 0, 1_000);
    assertThat(decide(Map.of(), healthy, stuck))
        .isEqualTo(new Reconciliation(Map.of(), List.of(stuck), List.of()));
  }

  private static Reconciliation decide(Map<String, Long> wanted, TriggerRow... rows) {
    return Reconciliation.of(wanted, List.of(rows), NOW);
  }

  private static TriggerRow row(String state, long next, long start) {
    return new TriggerRow(ONCE, state, next, start, 0);
  }
}
