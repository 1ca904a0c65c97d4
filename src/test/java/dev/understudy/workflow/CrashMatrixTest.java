package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The process dies at every point of every step; the next one brings the run to the same end. */
class CrashMatrixTest extends RigTest {
  private static final String FILE =
      """
      name: job
      steps:
        - { id: one, uses: make, on: all }
        - { id: two, uses: keep }
        - { id: three, uses: cross, on: all, order: serial }
        - { id: four, uses: make }
      """;

  static Stream<Arguments> cases() {
    return Stream.of("one", "two", "three", "four")
        .flatMap(
            step -> Stream.of(CrashPoints.Point.values()).map(point -> Arguments.of(point, step)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void endsLikeAnUndisturbedRun(CrashPoints.Point point, String step) {
    rig.file(FILE);
    AtomicBoolean armed = new AtomicBoolean(true);
    CountDownLatch dead = new CountDownLatch(1);
    rig.crashPoints =
        (reached, at) -> {
          if (reached == point && at.equals(step) && armed.compareAndSet(true, false)) {
            dead.countDown();
            rig.die();
          }
        };
    rig.start();
    String run = rig.begin("job");
    CarryingOutTest.await(dead);
    rig.engine.stop();
    rig.restart();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.met())
        .containsExactlyInAnyOrder(
            "one@alpha",
            "one@bravo",
            "one@charlie",
            "two@service",
            "three@alpha",
            "three@bravo",
            "three@charlie",
            "four@service");
    assertThat(rig.world.applied()).hasSize(8).allSatisfy((key, times) -> once(key, times));
    Story story = new Story(rig.runs, run);
    story.requireWhole();
    story.requireDeathIn(step);
  }

  private static void once(String key, long times) {
    assertThat(times).as(key).isEqualTo(1);
  }
}
