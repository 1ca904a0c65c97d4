package dev.understudy.service;

import dev.understudy.api.FollowListener;
import dev.understudy.api.ProgressView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunEvent;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.AttemptView;
import dev.understudy.workflow.EventView;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.StepView;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Tells what happens in a run by reading the store, so that it works the same whichever process
 * carries the run out.
 */
final class Follower {
  private static final Duration MOST = Duration.ofMillis(250);

  /** The longer nothing happened, the later it is looked again: after so many times the pause. */
  private static final int CALM = 20;

  private final Runs runs;
  private final BooleanSupplier attended;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Duration least;
  private final Map<String, ProgressView> told = new HashMap<>();
  private Duration quiet = Duration.ZERO;

  /**
   * @param attended whether there still is a process that carries out runs
   * @param sleeper may end a pause early when there is news
   * @param least the first pause after something happened
   */
  Follower(Runs runs, BooleanSupplier attended, Clock clock, Sleeper sleeper, Duration least) {
    this.runs = runs;
    this.attended = attended;
    this.clock = clock;
    this.sleeper = sleeper;
    this.least = least;
  }

  /**
   * Follows until the run rests.
   *
   * @throws UnderstudyException CONNECTION when the process that carries it out is gone
   */
  RunDetail follow(String id, FollowListener listener) {
    long seen = 0;
    while (true) {
      RunView run = runs.find(id).orElseThrow(() -> unknown(id));
      for (EventView event : runs.events(id, seen)) {
        listener.onEvent(Views.event(event, attempts(event)));
        seen = event.seq();
        quiet = Duration.ZERO;
      }
      tellProgress(id, listener);
      // The status was read before the events, so nothing that led to it is left untold.
      if (run.status().isAtRest()) {
        return Views.detail(run, runs);
      }
      if (!attended.getAsBoolean()) {
        throw abandoned(id);
      }
      pause(id);
    }
  }

  private int attempts(EventView event) {
    if (event.step() == null) {
      return 0;
    }
    return runs.step(event.run(), event.step(), Objects.requireNonNull(event.node()))
        .map(StepView::attempts)
        .orElse(0);
  }

  private void tellProgress(String id, FollowListener listener) {
    Views.newestAttempts(runs.open(id))
        .forEach(
            (key, attempt) -> {
              ProgressView progress = Views.progress(attempt);
              if (!progress.equals(told.put(key, progress))) {
                listener.onEvent(progressEvent(id, attempt, progress));
              }
            });
  }

  private RunEvent progressEvent(String id, AttemptView attempt, ProgressView progress) {
    return new RunEvent(
        clock.instant(),
        "progress",
        id,
        attempt.step(),
        attempt.node(),
        null,
        attempt.number(),
        "",
        progress);
  }

  /**
   * How long to wait before the next look.
   *
   * @param quiet since when nothing happened
   */
  static Duration pause(Duration least, Duration quiet) {
    Duration calm = quiet.dividedBy(CALM);
    if (calm.compareTo(least) < 0) {
      return least;
    }
    return calm.compareTo(MOST) > 0 ? MOST : calm;
  }

  private void pause(String id) {
    try {
      Duration pause = pause(least, quiet);
      quiet = quiet.plus(pause);
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, "run " + id, "following it was interrupted", null, e);
    }
  }

  static UnderstudyException unknown(String id) {
    return new UnderstudyException(
        ErrorClass.USAGE, id, "there is no run with this id", "see: understudy runs", null);
  }

  private static UnderstudyException abandoned(String id) {
    return new UnderstudyException(
        ErrorClass.CONNECTION,
        "run " + id,
        "the process that carried it out is gone; the run rests where it stood",
        "start the service again, or: understudy run resume " + id,
        null);
  }
}
