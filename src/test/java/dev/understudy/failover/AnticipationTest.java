package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig;
import dev.understudy.postgres.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose hosts are connected to while a primary is silent. */
class AnticipationTest {
  private final List<String> approached = new ArrayList<>();

  private Anticipation anticipation(String failover) {
    ClusterConfig config = Scene.config(3, failover);
    return new Anticipation(
        () -> Map.of(config.name(), config), (cluster, nodes) -> approached.addAll(nodes));
  }

  @Test
  void theOthersAreOnceForEachSilence() {
    Anticipation anticipation = anticipation("automatic: true");
    Scene well = new Scene(3, "automatic: true");
    Scene silent = new Scene(3, "automatic: true");
    silent.silent("alpha", SqlFailure.TIMED_OUT, 1);

    anticipation.accept(well.snapshot());
    assertThat(approached).isEmpty();
    anticipation.accept(silent.snapshot());
    anticipation.accept(silent.snapshot());
    assertThat(approached).containsExactlyInAnyOrder("bravo", "charlie");
    anticipation.accept(well.snapshot());
    anticipation.accept(silent.snapshot());
    assertThat(approached).hasSize(4);
  }

  @Test
  void nobodyIsWhereAPersonDecides() {
    Scene silent = new Scene(3, "automatic: false");
    silent.silent("alpha", SqlFailure.TIMED_OUT, 1);

    anticipation("automatic: false").accept(silent.snapshot());

    assertThat(approached).isEmpty();
  }
}
