package dev.understudy.simulation;

import dev.understudy.common.Fence;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;

/** Detached work on a simulated machine, which goes on without the service. */
final class SimJobs implements DetachedJobs {
  private final Machine machine;
  private final Life life;
  private final Wire wire;

  SimJobs(Machine machine, Life life) {
    this.machine = machine;
    this.life = life;
    this.wire = new Wire(machine, life);
  }

  @Override
  public JobStatus start(JobSpec spec, Fence fence) {
    return wire.exchange(
        () -> {
          new SimGuard(machine).admit(fence);
          if (!machine.jobs().containsKey(spec.id())) {
            machine.jobs().put(spec.id(), new Job(spec.script()));
            machine.world().effect(machine, "start a job: " + JobScripts.what(machine, spec));
          }
          return state(spec.id());
        });
  }

  @Override
  public JobStatus status(String id) {
    JobStatus status =
        wire.exchange(
            () -> {
              Job job = machine.jobs().get(id);
              if (job != null && job.goOn()) {
                JobScripts.finish(machine, job);
              }
              return state(id);
            });
    if (status.state() == JobStatus.State.RUNNING) {
      life.sawRunning(id, machine.name());
    }
    return status;
  }

  private JobStatus state(String id) {
    Job job = machine.jobs().get(id);
    if (job == null) {
      return new JobStatus(JobStatus.State.ABSENT, -1, -1, -1, "", "");
    }
    return job.running()
        ? new JobStatus(JobStatus.State.RUNNING, -1, 1, 2, "", "")
        : new JobStatus(JobStatus.State.ENDED, job.exit(), 2, 2, job.output(), "");
  }

  @Override
  public JobStatus end(String id, Fence fence) {
    return wire.exchange(
        () -> {
          new SimGuard(machine).admit(fence);
          Job job = machine.jobs().get(id);
          if (job != null && job.running()) {
            job.end(143, "");
            machine.world().effect(machine, "end a job");
          }
          return state(id);
        });
  }

  @Override
  public void forget(String id, Fence fence) {
    wire.exchange(
        () -> {
          new SimGuard(machine).admit(fence);
          Job job = machine.jobs().get(id);
          if (job != null && job.running()) {
            throw machine.world().fault("a job that runs is to be forgotten");
          }
          machine.jobs().remove(id);
          return true;
        });
  }

  @Override
  public void forgetEnded(Fence fence) {
    wire.exchange(
        () -> {
          new SimGuard(machine).admit(fence);
          machine.jobs().values().removeIf(job -> !job.running());
          return true;
        });
  }
}
