package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.CrashPoints.Point;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The life of a cluster, through every workflow, in which the service dies at one point of every
 * step; after each death the same command is given again.
 */
@OnLab
@Tag("crash-matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryStepKilledIT {
  /**
   * Steps that change nothing in this life, so nothing of theirs can be half done: proofs, and what
   * outlives a standby that is copied anew.
   */
  private static final Set<String> UNCHANGING =
      Set.of(
          "provision/launch",
          "provision/host-key",
          "provision/host",
          "provision/address",
          "provision/preflight",
          "provision/handshake",
          "provision/streaming",
          "provision/access",
          "copy-anew/owned",
          "copy-anew/check",
          "copy-anew/handshake",
          "copy-anew/streaming",
          "copy-anew/record",
          "copy-anew/standby-settings",
          "remove-node/owned",
          "remove-node/check",
          "detach/owned",
          "take-over/survey",
          "prune/owned");

  private ClusterLife undisturbed;

  @BeforeAll
  void liveOnceUndisturbed(Lab lab) {
    undisturbed = ClusterLife.live(lab, CommandDriver.UNDISTURBED);
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void endsLikeAnUndisturbedLife(Point point, Lab lab) {
    CommandDriver driver = new CommandDriver(point);

    ClusterLife life = ClusterLife.live(lab, driver);

    System.out.println("deaths at " + point.label() + ": " + driver.deaths().size());
    assertThat(driver.deaths())
        .as("steps at which the service died")
        .containsExactlyInAnyOrderElementsOf(driver.stepsBut(UNCHANGING));
    life.assertLike(undisturbed);
  }
}
