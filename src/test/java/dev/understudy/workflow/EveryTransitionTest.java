package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Walks through runs until every legal move was made, and fails if one never was. */
class EveryTransitionTest extends RigTest {
  private FakeType make;
  private FakeType work;
  private int files;

  @Test
  void isMadeInSomeRun() {
    make = rig.type("make");
    work = rig.type("work", Reversibility.REVERSIBLE);
    rig.start();
    satisfiedThenCheckedAgain();
    retriedThenUnknownThenDone();
    stuckRetriedSkipped();
    failedForGood();
    outOfTimeBetweenAttempts();
    pausedWhileWaitingAndSkipped();
    pausedAndUnclearAndLeft();
    pausedUntouchedAndCancelled();
    waitingUntouchedAndCancelled();
    cancelledFromEverywhere();
    undoneWithTrouble();
    queuedPausedCancelled();
    preempted();

    assertThat(visited()).isEqualTo(wanted());
  }

  private static Set<String> wanted() {
    Set<String> all = new TreeSet<>();
    Transitions.RUN.rows().forEach(row -> all.add(line(Transitions.RUN.kind(row.event()), row)));
    Transitions.STEP.rows().forEach(row -> all.add(line(Transitions.STEP.kind(row.event()), row)));
    return all;
  }

  private static String line(String kind, Transition<?, ?> row) {
    return (row.from() + " " + kind + " " + row.to()).toLowerCase(Locale.ROOT);
  }

  private Set<String> visited() {
    Set<String> all = new TreeSet<>();
    rig.runs.events(null, 0).stream()
        .filter(event -> event.from() != null)
        .forEach(event -> all.add(event.from() + " " + event.kind() + " " + event.to()));
    return all;
  }

  /** Starts a workflow of the given steps on a cluster of its own, in a fresh world. */
  private String begin(String... steps) {
    String name = "w" + ++files;
    rig.world.met().forEach(rig.world::lose);
    rig.file("name: " + name + "\nsteps:\n  - " + String.join("\n  - ", steps));
    return rig.ask(Signal.start(name, "c" + files, Map.of(), "test")).orThrow();
  }

  private void ask(Signal signal) {
    rig.ask(signal).orThrow();
  }

  private void awaitApplying(String run, String key) {
    rig.await(run, key, StepStatus.RUNNING);
    Await.until(() -> rig.story(run), () -> rig.step(run, key).attempts() == 1);
  }

  private void kill() {
    rig.kill();
    rig.restart();
  }

  private void satisfiedThenCheckedAgain() {
    CountDownLatch hold = new CountDownLatch(1);
    rig.world.bring("a@service");
    work.apply = until(hold, work::bring);
    String name = "w" + ++files;
    rig.file(
        "name: "
            + name
            + "\nsteps: [{ id: a, uses: make }, { id: b, uses: make },"
            + " { id: c, uses: work }]");
    String run = rig.ask(Signal.start(name, "c" + files, Map.of(), "test")).orThrow();
    awaitApplying(run, "c@service");
    ask(Signal.pause(run, "x"));
    rig.await(run, RunStatus.PAUSED);
    hold.countDown();
    ask(Signal.resume(run, "x"));
    rig.await(run, RunStatus.DONE);
  }

  private void retriedThenUnknownThenDone() {
    work.apply =
        context -> {
          switch (context.attempt()) {
            case 1 -> throw error(ErrorClass.CONNECTION);
            case 2 -> throw error(ErrorClass.TIMEOUT);
            default -> work.bring(context);
          }
        };
    String run = begin("{ id: a, uses: work, retry: { attempts: 5, backoff: 1s } }");
    rig.await(run, "a@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofMinutes(1));
    rig.await(run, "a@service", StepStatus.UNKNOWN);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofMinutes(1));
    rig.await(run, RunStatus.DONE);
  }

  private void stuckRetriedSkipped() {
    work.apply = failing(9, ErrorClass.PRECONDITION, work::bring);
    String run = begin("{ id: a, uses: work }", "{ id: b, uses: work }", "{ id: c, uses: make }");
    rig.await(run, RunStatus.WAITING);
    ask(Signal.retry(run, "a", null, "x"));
    Await.until(() -> rig.story(run), () -> rig.step(run, "a@service").attempts() == 2);
    rig.await(run, RunStatus.WAITING);
    ask(Signal.skip(run, "b", null, "why not", "x"));
    ask(Signal.pause(run, "x"));
    ask(Signal.skip(run, "a", null, "why not", "x"));
    ask(Signal.resume(run, "x"));
    rig.await(run, RunStatus.DONE);
  }

  private void failedForGood() {
    work.apply = failing(9, ErrorClass.PRECONDITION, work::bring);
    rig.await(begin("{ id: a, uses: work, on_failure: fail }"), RunStatus.FAILED);
  }

  private void outOfTimeBetweenAttempts() {
    work.apply = failing(9, ErrorClass.CONNECTION, work::bring);
    String run =
        begin("{ id: a, uses: work, retry: { attempts: 9, backoff: 9h }, timeout: { step: 1m } }");
    rig.await(run, "a@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofMinutes(1));
    rig.await(run, RunStatus.WAITING);
  }

  private void pausedWhileWaitingAndSkipped() {
    work.apply = failing(9, ErrorClass.CONNECTION, work::bring);
    String run = begin("{ id: a, uses: work, retry: { attempts: 9, backoff: 9h } }");
    rig.await(run, "a@service", StepStatus.WAITING);
    ask(Signal.skip(run, "a", null, "why not", "x"));
    rig.await(run, RunStatus.DONE);
  }

  /** Dies in a probe after it was to pause: untouched and unclear, then skipped or cancelled. */
  private void pausedAndUnclearAndLeft() {
    for (Consumer<String> order :
        List.<Consumer<String>>of(
            run -> ask(Signal.skip(run, "a", null, "why not", "x")),
            run -> ask(Signal.cancel(run, "x")))) {
      String run = dieInProbe();
      rig.await(run, RunStatus.PAUSED);
      assertThat(rig.step(run, "a@service").status()).isEqualTo(StepStatus.UNKNOWN);
      order.accept(run);
    }
  }

  private String dieInProbe() {
    CountDownLatch probing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    work.probe =
        context -> {
          probing.countDown();
          CarryingOutTest.await(release);
          return work.look(context);
        };
    String run = begin("{ id: a, uses: work }");
    CarryingOutTest.await(probing);
    ask(Signal.pause(run, "x"));
    rig.engine.die();
    release.countDown();
    work.probe = work::look;
    kill();
    return run;
  }

  private void pausedUntouchedAndCancelled() {
    for (Consumer<String> order :
        List.<Consumer<String>>of(
            run -> ask(Signal.skip(run, "a", null, "why not", "x")),
            run -> ask(Signal.cancel(run, "x")))) {
      CountDownLatch probing = new CountDownLatch(1);
      work.probe =
          context -> {
            probing.countDown();
            until(new CountDownLatch(1), c -> {}).accept(context);
            return work.look(context);
          };
      String run = begin("{ id: a, uses: work }");
      CarryingOutTest.await(probing);
      ask(Signal.pause(run, "x"));
      rig.await(run, RunStatus.PAUSED);
      work.probe = work::look;
      order.accept(run);
    }
  }

  private void waitingUntouchedAndCancelled() {
    work.probe =
        context -> {
          throw error(ErrorClass.CONNECTION);
        };
    String run = begin("{ id: a, uses: work, retry: { attempts: 9, backoff: 9h } }");
    rig.await(run, "a@service", StepStatus.WAITING);
    ask(Signal.cancel(run, "x"));
    rig.await(run, RunStatus.CANCELLED);
    work.probe = work::look;
  }

  /** A done, a paused, a failed and a waiting step are undone; one that never began is left out. */
  private void cancelledFromEverywhere() {
    CountDownLatch never = new CountDownLatch(1);
    work.apply =
        context -> {
          switch (context.node()) {
            case "alpha" -> throw error(ErrorClass.PRECONDITION);
            case "bravo" -> throw error(ErrorClass.CONNECTION);
            default -> until(never, c -> {}).accept(context);
          }
        };
    String run =
        begin(
            "{ id: a, uses: make }",
            "{ id: b, uses: work, on: all, retry: { attempts: 9, backoff: 9h } }",
            "{ id: c, uses: make }");
    rig.await(run, "b@alpha", StepStatus.FAILED);
    rig.await(run, "b@bravo", StepStatus.WAITING);
    Await.until(() -> rig.story(run), () -> rig.step(run, "b@charlie").attempts() == 1);
    ask(Signal.cancel(run, "x"));
    rig.await(run, RunStatus.CANCELLED);
  }

  /** An undoing is killed, begins anew, fails, and is tried again by a person. */
  private void undoneWithTrouble() {
    work.apply = work::bring;
    CountDownLatch undoing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Consumer<StepContext> usual = work.undo;
    work.undo =
        context -> {
          undoing.countDown();
          CarryingOutTest.await(release);
          throw error(ErrorClass.PRECONDITION);
        };
    make.apply = until(new CountDownLatch(1), c -> {});
    String run = begin("{ id: a, uses: work }", "{ id: b, uses: make }");
    awaitApplying(run, "b@service");
    ask(Signal.cancel(run, "x"));
    CarryingOutTest.await(undoing);
    rig.engine.die();
    release.countDown();
    kill();
    rig.await(run, RunStatus.WAITING);
    work.undo = usual;
    make.apply = make::bring;
    ask(Signal.cancel(run, "x"));
    rig.await(run, RunStatus.CANCELLED);
  }

  private void queuedPausedCancelled() {
    CountDownLatch hold = new CountDownLatch(1);
    work.apply = until(hold, work::bring);
    String first = begin("{ id: a, uses: work }");
    rig.file("name: queued\nsteps: [{ id: q, uses: make }]");
    Signal start = Signal.start("queued", "c" + files, Map.of(), "test");
    String queued = rig.ask(start).orThrow();
    ask(Signal.pause(queued, "x"));
    ask(Signal.resume(queued, "x"));
    ask(Signal.cancel(queued, "x"));
    hold.countDown();
    rig.await(first, RunStatus.DONE);
  }

  private void preempted() {
    work.apply = until(new CountDownLatch(1), c -> {});
    String run = begin("{ id: a, uses: work }");
    awaitApplying(run, "a@service");
    work.apply = work::bring;
    rig.file("name: urgent\nurgency: urgent\nsteps: [{ id: u, uses: make }]");
    ask(Signal.start("urgent", "c" + files, Map.of(), "test"));
    rig.await(run, RunStatus.DONE);
    assertThat(rig.run(run).preemptedBy()).isNull();
  }
}
