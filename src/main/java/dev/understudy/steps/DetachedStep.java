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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Long work on a host: started as a detached job whose id is made of run, step and attempt, watched
 * until it ends, and found again after the service was killed.
 */
abstract class DetachedStep implements StepType {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String SECONDS = "s";

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

  /** The answer where none of the hosts need be asked: there is nothing to do. */
  Optional<Probe> withoutLooking(StepContext context) {
    return Optional.empty();
  }

  /** The job that brings the goal about. Called once per attempt; may prepare the host first. */
  abstract JobSpec prepare(StepContext context);

  /** What the error of a job that failed means. */
  ErrorClass classify(JobStatus failed) {
    return failed.tail().contains("No space left on device")
        ? ErrorClass.NO_SPACE
        : ErrorClass.REMOTE_EXIT;
  }

  /** What a job that failed says of itself, without what says nothing about the failure. */
  String words(JobStatus failed) {
    return failed.tail().strip();
  }

  /** What a person can do about a job that failed; null when that depends. */
  @Nullable String remedy(StepContext context, JobStatus failed) {
    return classify(failed) == ErrorClass.NO_SPACE
        ? "make room on %s, then: understudy run resume %s"
            .formatted(context.node(), context.runId())
        : null;
  }

  @Override
  public final Probe probe(StepContext context) {
    Optional<Probe> answer = withoutLooking(context);
    if (answer.isPresent() || context.planning()) {
      return answer.orElseGet(() -> look(context));
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
    while (status.state() == JobStatus.State.RUNNING) {
      report(context, status);
      context.safePoint();
      pause();
      status = jobs.await(context.jobId(), PATIENCE);
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

  /** What the job counts where it knows a total. */
  String unit(StepContext context) {
    return "bytes";
  }

  private void report(StepContext context, JobStatus status) {
    if (status.done() >= 0) {
      String unit = status.totalBytes() < 0 ? SECONDS : unit(context);
      context.progress(new Progress(status.done(), status.totalBytes(), unit, status.note()));
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
        "the job " + context.jobId() + " " + how + ": " + words(status),
        remedy(context, status),
        null);
  }

  /** A host that answers at once is not asked without end. */
  private void pause() {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting for a detached job");
    }
  }
}
