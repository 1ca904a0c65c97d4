package dev.understudy.simulation;

import dev.understudy.workflow.CrashPoints;
import dev.understudy.workflow.LeaseLostException;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends a service at the moment of a blow. Of a step's nodes the first one comes as far as that; the
 * others are held before they change anything, so that every death leaves the same behind.
 */
final class Reaper implements CrashPoints {
  private final Blow blow;
  private final Runnable kill;
  private final CountDownLatch dead = new CountDownLatch(1);
  private final AtomicReference<Thread> victim = new AtomicReference<>();

  /**
   * @param kill ends the service
   */
  Reaper(Blow blow, Runnable kill) {
    this.blow = blow;
    this.kill = kill;
  }

  @Override
  public void reached(Point point, String step) {
    if (!step.equals(blow.step()) || blow.moment() == Blow.Moment.PROVED) {
      return;
    }
    Thread here = Thread.currentThread();
    if (point == Point.BEFORE_APPLY && !victim.compareAndSet(null, here) && victim.get() != here) {
      awaitDeath();
      throw gone();
    }
    if (blow.moment().point().filter(point::equals).isPresent() && victim.get() == here) {
      strike();
    }
  }

  /** To be told of every job that is seen running. */
  void sawJob(String job, String machine) {
    if (blow.moment().inJob() && job.contains("." + blow.step() + ".")) {
      strike();
    }
  }

  /** To be told of every exchange that changed something. */
  void sawEffects(List<String> effects) {
    if (blow.moment() == Blow.Moment.AFTER_EFFECT && effects.contains(blow.effect())) {
      strike();
    }
  }

  /** The step's type, which does not live to tell what it has proved. */
  StepType watching(StepType type) {
    return new StepType() {
      @Override
      public String name() {
        return type.name();
      }

      @Override
      public Reversibility reversibility() {
        return type.reversibility();
      }

      @Override
      public Probe probe(StepContext context) {
        Probe found = type.probe(context);
        if (blow.moment() == Blow.Moment.PROVED && context.step().equals(blow.step())) {
          strike();
        }
        return found;
      }

      @Override
      public void apply(StepContext context) {
        type.apply(context);
      }

      @Override
      public void undo(StepContext context) {
        type.undo(context);
      }

      @Override
      public void abandon(StepContext context) {
        type.abandon(context);
      }
    };
  }

  /** Whether the moment was reached within a while. */
  boolean struck() {
    try {
      return dead.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitDeath() {
    if (!struck()) {
      throw new IllegalStateException("never came to " + blow);
    }
  }

  private void strike() {
    kill.run();
    dead.countDown();
    throw gone();
  }

  private static LeaseLostException gone() {
    return new LeaseLostException("-", "the service is dead");
  }
}
