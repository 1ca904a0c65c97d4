package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.HostException;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;
import java.util.Map;

/**
 * Long work on a host: started as a detached job whose id is made of run, step and attempt, watched
 * until it ends, and found again after the service was killed.
 */
abstract class DetachedStep implements StepType {
  private static final Duration FIRST_POLL = Duration.ofMillis(100);
  private static final Duration LAST_POLL = Duration.ofMillis(500);

  private final Sites sites;
  private final Sleeper sleeper;

  DetachedStep(Sites sites, Sleeper sleeper) {
    this.sites = sites;
    this.sleeper = sleeper;
  }

  Sites sites() {
    return sites;
  }

  /** What the probe finds when no job of this run is under way. */
  abstract Probe look(StepContext context);

  /** The job that brings the goal about. Called once per attempt; may prepare the host first. */
  abstract JobSpec prepare(StepContext context);

  /** What the error of a job that failed means. */
  ErrorClass classify(JobStatus failed) {
    return failed.tail().contains("No space left on device")
        ? ErrorClass.NO_SPACE
        : ErrorClass.REMOTE_EXIT;
  }

  @Override
  public final Probe probe(StepContext context) {
    if (context.planning()) {
      return look(context);
    }
    JobStatus status = jobs(context).status(context.jobId());
    if (status.state() == JobStatus.State.RUNNING) {
      return new Probe.Underway(Map.of("job", context.jobId()));
    }
    Probe found = look(context);
    if (found instanceof Probe.Met && status.succeeded()) {
      // It ended while no service watched; nobody else would ever remove its records.
      jobs(context).forget(context.jobId(), context.fence());
    }
    return found;
  }

  @Override
  public final void apply(StepContext context) {
    DetachedJobs jobs = jobs(context);
    JobStatus status = jobs.status(context.jobId());
    // One that has ended meanwhile is this attempt's own: preparing anew would undo its work.
    if (status.state() == JobStatus.State.ABSENT) {
      status = jobs.start(prepare(context), context.fence());
    }
    Duration poll = FIRST_POLL;
    while (status.state() == JobStatus.State.RUNNING) {
      report(context, status);
      context.safePoint();
      pause(poll);
      poll = longer(poll);
      status = jobs.status(context.jobId());
    }
    report(context, status);
    requireSuccess(context, status);
    jobs.forget(context.jobId(), context.fence());
  }

  @Override
  public final void abandon(StepContext context) {
    jobs(context).end(context.jobId(), context.fence());
  }

  private DetachedJobs jobs(StepContext context) {
    return sites.node(context).jobs();
  }

  private static void report(StepContext context, JobStatus status) {
    if (status.doneBytes() >= 0) {
      context.progress(Progress.bytes(status.doneBytes(), status.totalBytes(), ""));
    }
  }

  private void requireSuccess(StepContext context, JobStatus status) {
    if (status.succeeded()) {
      return;
    }
    String how =
        status.state() == JobStatus.State.ENDED
            ? "ended with exit status " + status.exit()
            : "was killed before it ended";
    throw new HostException(
        classify(status),
        context.node(),
        "the job " + context.jobId() + " " + how + ": " + status.tail().strip(),
        null,
        null);
  }

  /** Short work is noticed soon, long work is not asked after often. */
  private static Duration longer(Duration poll) {
    Duration next = poll.plusMillis(50);
    return next.compareTo(LAST_POLL) > 0 ? LAST_POLL : next;
  }

  private void pause(Duration poll) {
    try {
      sleeper.sleep(poll);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting for a detached job");
    }
  }
}
