package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.Fence;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.Host;
import dev.understudy.host.HostFiles;
import dev.understudy.host.Hosts;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.workflow.NoContext;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long work as a detached job: started once, attached to, never prepared for a second time. */
class DetachedStepTest {
  private static final JobStatus ABSENT = status(JobStatus.State.ABSENT, -1);
  private static final JobStatus RUNNING = status(JobStatus.State.RUNNING, -1);
  private static final JobStatus DONE = status(JobStatus.State.ENDED, 0);
  private static final JobStatus FAILED = status(JobStatus.State.ENDED, 1);
  private static final JobStatus LOST = status(JobStatus.State.LOST, -1);

  @TempDir Path directory;
  private final List<String> story = new ArrayList<>();
  private final Deque<JobStatus> answers = new ArrayDeque<>();
  private SiteRig rig;

  @BeforeEach
  void open() {
    rig = new SiteRig(directory, configuration -> new JobsOnly());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static JobStatus status(JobStatus.State state, int exit) {
    return new JobStatus(state, exit, -1, -1, "", "its last words");
  }

  private DetachedStep step() {
    return new DetachedStep(rig.sites(), duration -> story.add("waited")) {
      @Override
      public String name() {
        return "long.work";
      }

      @Override
      public Reversibility reversibility() {
        return Reversibility.KEPT;
      }

      @Override
      Probe look(StepContext context) {
        return Probe.met(Map.of("looked", "yes"));
      }

      @Override
      JobSpec prepare(StepContext context) {
        story.add("prepared");
        return new JobSpec(context.jobId(), "true", "root", "");
      }
    };
  }

  private void apply(JobStatus... statuses) {
    answers.addAll(List.of(statuses));
    step().apply(new NoContext());
  }

  @Test
  void startsAJobAndWaitsForItsEnd() {
    apply(ABSENT, RUNNING, RUNNING, DONE);
    assertThat(story).containsExactly("prepared", "started", "waited", "waited", "forgotten");
  }

  @Test
  void attachesToTheJobOfTheAttempt() {
    apply(RUNNING, DONE);
    assertThat(story).containsExactly("waited", "forgotten");
  }

  @Test
  void leavesAloneWhatAJobDidThatEndedBeforeItWasAttachedTo() {
    apply(DONE);
    assertThat(story).containsExactly("forgotten");
  }

  @Test
  void keepsTheRecordOfAJobThatFailed() {
    assertThatThrownBy(() -> apply(FAILED))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("ended with exit status 1: its last words");
    assertThatThrownBy(() -> apply(LOST))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("was killed before it ended");
    assertThat(story).isEmpty();
  }

  @Test
  void theProbeLooksAtTheGoalUnlessAJobRuns() {
    answers.addAll(List.of(RUNNING, ABSENT));
    assertThat(step().probe(new NoContext())).isInstanceOf(Probe.Underway.class);
    assertThat(step().probe(new NoContext())).isInstanceOf(Probe.Met.class);
    assertThat(story).isEmpty();
  }

  /** The service died while it watched, and the job came to its end without it. */
  @Test
  void removesTheRecordsOfAJobWhoseEndNobodySaw() {
    answers.add(DONE);
    assertThat(step().probe(new NoContext())).isInstanceOf(Probe.Met.class);
    assertThat(story).containsExactly("forgotten");
  }

  @Test
  void theProbeKeepsTheRecordOfAJobThatFailed() {
    answers.addAll(List.of(FAILED, LOST));
    assertThat(step().probe(new NoContext())).isInstanceOf(Probe.Met.class);
    assertThat(step().probe(new NoContext())).isInstanceOf(Probe.Met.class);
    assertThat(story).isEmpty();
  }

  /** Hosts with nothing but scripted jobs. */
  private final class JobsOnly implements Hosts, DetachedJobs {
    @Override
    public Host host(String cluster, String node) {
      return null;
    }

    @Override
    public HostFiles files(String cluster, String node) {
      return null;
    }

    @Override
    public DetachedJobs jobs(String cluster, String node) {
      return this;
    }

    @Override
    public void close() {}

    @Override
    public JobStatus start(JobSpec job, Fence fence) {
      story.add("started");
      return answers.remove();
    }

    @Override
    public JobStatus status(String id) {
      return answers.remove();
    }

    @Override
    public JobStatus end(String id, Fence fence) {
      story.add("ended");
      return answers.remove();
    }

    @Override
    public void forget(String id, Fence fence) {
      story.add("forgotten");
    }

    @Override
    public void forgetEnded(Fence fence) {
      story.add("all forgotten");
    }
  }
}
