package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.definition.Definition;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Suspends the less urgent runs of a cluster, and ends what they left going on. */
final class Preemption {
  private static final Logger LOG = LoggerFactory.getLogger(Preemption.class);

  private final Parts parts;
  private final RunView urgent;
  private final List<RunView> rivals = new ArrayList<>();
  private final List<StepView> broken = new ArrayList<>();

  Preemption(Parts parts, RunView urgent) {
    this.parts = parts;
    this.urgent = urgent;
  }

  /** In the transaction that takes the lease: whoever works for the rival cannot write any more. */
  void suspend(Tx tx, RunView rival) {
    String reason = "pre-empted by run " + urgent.id() + ", which is more urgent";
    for (StepView step : StepTable.list(tx.handle(), rival.id())) {
      if (step.status() == StepStatus.RUNNING) {
        Failure failure = new Failure(ErrorClass.UNKNOWN, reason, "");
        AttemptTable.endOpen(tx.handle(), step, failure, tx.now());
        tx.move(rival, step, StepEvent.SUSPENDED, reason, rival.term(), new Fields());
        broken.add(step);
      }
    }
    Fields fields = new Fields().set("reason", reason).set("preempted_by", urgent.id());
    tx.move(rival, RunEvent.PREEMPTED, reason, rival.term(), fields);
    rivals.add(rival);
  }

  /** Ends detached work of the suspended steps, under the new term, beside the urgent run. */
  void endWork(Grip grip) {
    for (StepView step : broken) {
      if (step.touched()) {
        rivals.stream()
            .filter(rival -> rival.id().equals(step.run()))
            .forEach(rival -> parts.threads().execute(() -> endWork(grip, rival, step)));
      }
    }
  }

  private void endWork(Grip grip, RunView rival, StepView step) {
    String text;
    try {
      Definition definition = parts.pinned(rival);
      StepFacts facts =
          new StepFacts(
              rival.id(), rival.cluster(), definition.step(step.id()), step.node(), rival.inputs());
      StepType type = parts.setup().types().get(step.uses());
      type.abandon(new EndingContext(facts, step.attempts(), () -> parts.fence(grip)));
      text = "what was still under way has been ended for run " + urgent.id();
    } catch (RuntimeException e) {
      // The rival's next probe sees what is still under way.
      LOG.warn("run {}: {} could not be ended", rival.id(), step.key(), e);
      text = "what was under way could not be ended: " + Failure.of(e).message();
    }
    note(rival, step, text);
  }

  private void note(RunView rival, StepView step, String text) {
    try {
      parts
          .journal()
          .write(
              tx -> {
                tx.note(rival, step.key(), "step.abandoned", text, rival.term());
                return null;
              });
    } catch (UnderstudyException e) {
      LOG.warn("run {}: {} ({})", rival.id(), text, e.getMessage());
    }
  }
}
