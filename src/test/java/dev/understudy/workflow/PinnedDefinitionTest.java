package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PinnedDefinitionTest extends RigTest {
  private static final String OLD =
      """
      name: job
      steps:
        - { id: one, uses: keep }
        - { id: two, uses: make }
      """;
  private static final String NEW =
      """
      name: job
      steps:
        - { id: one, uses: keep }
        - { id: three, uses: make }
      """;

  private String beginKillAndChange() {
    rig.file(OLD);
    CountDownLatch never = new CountDownLatch(1);
    FakeType keep = rig.type("keep");
    keep.apply = until(never, context -> {});
    rig.start();
    String run = rig.begin("job");
    Await.until(() -> rig.story(run), () -> rig.world.acts("apply").size() == 1);
    rig.kill();
    keep.apply = keep::bring;
    rig.file(NEW);
    return run;
  }

  @Test
  void aRunGoesOnWithTheTextThatItBeganWith() {
    String run = beginKillAndChange();
    rig.restart();
    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.met()).containsExactlyInAnyOrder("one@service", "two@service");

    String next = rig.begin("job");
    rig.await(next, RunStatus.DONE);
    assertThat(rig.world.isMet("three@service")).isTrue();
    assertThat(rig.run(next).definition()).isNotEqualTo(rig.run(run).definition());
  }

  @Test
  void aRunWhoseStepTypeIsGoneWaitsAndSaysSo() {
    String run = beginKillAndChange();
    StepType make = rig.types.remove("make");
    rig.restart();
    RunView waiting = rig.await(run, RunStatus.WAITING);
    assertThat(waiting.reason()).isEqualTo("job.yaml:4:22: unknown step type \"make\"");

    rig.engine.close();
    rig.types.put("make", make);
    rig.restart();
    rig.ask(Signal.resume(run, "alice")).orThrow();
    rig.await(run, RunStatus.DONE);
  }

  @Test
  void anUnchangedTextIsKeptOnce() {
    rig.file(OLD);
    rig.start();
    String first = rig.begin("job");
    rig.await(first, RunStatus.DONE);
    String second = rig.begin("job");
    rig.await(second, RunStatus.DONE);
    long texts =
        rig.store
            .reader()
            .withHandle(h -> h.select("SELECT count(*) FROM definition").mapTo(Long.class).one());

    assertThat(texts).isEqualTo(1);
    assertThat(rig.run(first).definition()).isEqualTo(rig.run(second).definition());
  }
}
