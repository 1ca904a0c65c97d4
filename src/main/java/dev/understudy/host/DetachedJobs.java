package dev.understudy.host;

import dev.understudy.common.Fence;
import java.time.Duration;

/**
 * Long work on one host that outlives the connection and the service: in its own session and
 * process group, status written atomically, found again by id.
 */
public interface DetachedJobs {
  /**
   * Starts the job, or attaches to the one with that id, whatever its state.
   *
   * @throws HostException as {@link Host#run}
   */
  JobStatus start(JobSpec job, Fence fence);

  /** The state of the job with that id. */
  JobStatus status(String id);

  /**
   * As {@link #status}, but where the host can do so it answers only when the job has ended or the
   * patience is over, so that an end is known without asking again and again.
   */
  default JobStatus await(String id, Duration patience) {
    return status(id);
  }

  /** Ends the job's process group (TERM, then KILL) and waits until none of it is left. */
  JobStatus end(String id, Fence fence);

  /** Removes the records of a job that has ended. */
  void forget(String id, Fence fence);

  /** Removes the records of all jobs that do not run, whichever run they belonged to. */
  void forgetEnded(Fence fence);
}
