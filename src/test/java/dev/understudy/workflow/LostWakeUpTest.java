package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostWakeUpTest extends RigTest {
  @BeforeEach
  void file() {
    rig.file(
        "name: job\nsteps: [{ id: one, uses: make, retry: { attempts: 3, backoff: 10m, max_backoff: 10m } }]");
    FakeType make = rig.type("make");
    make.apply = failing(1, ErrorClass.CONNECTION, make::bring);
    rig.start();
  }

  private String beginAndBackOff() {
    String run = rig.begin("job");
    rig.await(run, "one@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    return run;
  }

  @Test
  void aRetryFiresAtTheStoredTimeAfterAKillInTheBackoff() {
    String run = beginAndBackOff();
    Instant due = rig.step(run, "one@service").notBefore();
    rig.kill();
    rig.alarms.pending().keySet().forEach(rig.alarms::clear);
    rig.restart();
    rig.awaitAlarm(run);
    assertThat(rig.alarms.pending()).containsEntry("run-" + run, due);
    rig.advance(Duration.between(SettableClock.START, due).minusMillis(1));
    rig.sweep();
    assertThat(rig.world.acts()).hasSize(1);

    rig.advance(Duration.ofMillis(1));
    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.acts()).containsExactly("apply one@service 1", "apply one@service 2");
  }

  @Test
  void aRetryThatWasDueWhileNobodyRanIsMadeUpForAtOnce() {
    String run = beginAndBackOff();
    rig.kill();
    rig.clock.advance(Duration.ofHours(2));
    rig.restart();
    rig.await(run, RunStatus.DONE);
  }

  @Test
  void theSweepFindsARetryWhoseAlarmWasLost() {
    String run = beginAndBackOff();
    rig.alarms.clear("run-" + run);
    rig.clock.advance(Duration.ofMinutes(10));
    rig.sweep();
    rig.await(run, RunStatus.DONE);
  }

  @Test
  void theSweepFindsSignalsThatNobodyTold() {
    Signals quiet = Signals.local(rig.store, rig.clock, () -> {});
    long id = quiet.send(Signal.start("job", "sales", Map.of(), "test"));
    rig.sweep();
    Await.until(() -> "no answer", () -> quiet.result(id).isPresent());
    assertThat(quiet.result(id).orElseThrow().wasRefused()).isFalse();
  }

  @Test
  void anAlarmOfAFinishedRunDoesNothing() {
    String run = beginAndBackOff();
    rig.advance(Duration.ofMinutes(10));
    rig.await(run, RunStatus.DONE);
    int events = rig.runs.events(run, 0).size();
    rig.alarms.set("run-" + run, rig.clock.instant());
    rig.advance(Duration.ZERO);
    rig.sweep();

    assertThat(rig.runs.events(run, 0)).hasSize(events);
  }
}
