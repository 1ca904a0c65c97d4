package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock jumps while a retry is waiting for its time. */
class ClockJumpTest extends RigTest {
  private FakeType make;

  @BeforeEach
  void file() {
    rig.file(
        """
        name: job
        steps: [{ id: one, uses: make, retry: { attempts: 3, backoff: 30s, max_backoff: 1m } }]
        """);
    make = rig.type("make");
    make.apply = failing(1, ErrorClass.REMOTE_EXIT, make::bring);
  }

  @ParameterizedTest
  @ValueSource(longs = {-30_000_000, -7200, 7200, 30_000_000})
  void theRunGoesOnAndNothingIsDoneTwice(long seconds) {
    rig.start();
    String run = rig.begin("job");
    rig.await(run, "one@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofSeconds(seconds));
    rig.sweep();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts()).containsExactly("apply one@service 1", "apply one@service 2");
    assertThat(rig.run(run).term()).isEqualTo(1);
  }

  @Test
  void backByLessThanADelayOnlyDrawsItOut() {
    rig.start();
    String run = rig.begin("job");
    StepView waiting = rig.await(run, "one@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    rig.advance(Duration.between(rig.clock.instant(), waiting.notBefore()).minusSeconds(20));
    rig.sweep();
    assertThat(rig.world.acts()).hasSize(1);

    rig.advance(Duration.between(rig.clock.instant(), waiting.notBefore()));
    rig.await(run, RunStatus.DONE);
  }
}
