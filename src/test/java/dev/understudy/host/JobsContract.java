package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What detached jobs of every kind of host owe to those who use them. */
public abstract class JobsContract {
  static final Fence FENCE = new Fence("owner-1", "jobs", 1, 1);

  private final String id = "run.7-step_" + Nonce.next();

  /** The host to be proved; made anew or kept, as it likes. */
  protected abstract Host host();

  private DetachedJobs jobs() {
    return new RemoteJobs(host());
  }

  private String root(String script) {
    return host().run(Command.script(script).asRoot()).orThrow("prepare").stdout();
  }

  private JobSpec spec(String script) {
    return new JobSpec(id, script, "worker", "");
  }

  private JobStatus ended() {
    AtomicReference<JobStatus> last = new AtomicReference<>();
    Sandbox.until(
        () -> {
          last.set(jobs().status(id));
          return last.get().state() == JobStatus.State.ENDED;
        });
    return last.get();
  }

  @BeforeEach
  void guard() {
    new Guard(Sandbox.QUICK).install(host(), FENCE);
  }

  @Test
  void knowsNothingOfOtherIds() {
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.ABSENT);
  }

  @Test
  void runsToItsEnd() {
    jobs().start(spec("id -un; pwd; echo error >&2; cat; exit 3"), FENCE);
    JobStatus status = ended();
    assertThat(status.exit()).isEqualTo(3);
    assertThat(status.succeeded()).isFalse();
    assertThat(status.tail()).isEqualTo("worker\n/\nerror\n");
  }

  @Test
  void attachesToTheOneThatRuns() {
    String script = "echo started >> /run/lock-free/" + id + "; sleep 300";
    root("mkdir -p /run/lock-free; chmod 1777 /run/lock-free");
    assertThat(jobs().start(spec(script), FENCE).state()).isEqualTo(JobStatus.State.RUNNING);
    assertThat(jobs().start(spec(script), FENCE).state()).isEqualTo(JobStatus.State.RUNNING);
    Sandbox.until(() -> root("cat /run/lock-free/" + id + " || :").equals("started\n"));
    jobs().end(id, FENCE);
    assertThat(jobs().start(spec(script), FENCE).state()).isEqualTo(JobStatus.State.ENDED);
    assertThat(root("cat /run/lock-free/" + id)).isEqualTo("started\n");
  }

  @Test
  void reportsProgress() {
    JobSpec job = new JobSpec(id, "sleep 300", "worker", "id -un >&2; echo 17 100");
    JobStatus status = jobs().start(job, FENCE);
    assertThat(status.done()).isEqualTo(17);
    assertThat(status.totalBytes()).isEqualTo(100);
    jobs().end(id, FENCE);
  }

  @Test
  void takesNonsenseForNoProgress() {
    JobSpec job = new JobSpec(id, "sleep 300", "worker", "echo '-5 $(id)'; exit 1");
    JobStatus status = jobs().start(job, FENCE);
    assertThat(status.totalBytes()).isEqualTo(-1);
    jobs().end(id, FENCE);
  }

  @Test
  void showsTheEndOfLongOutput() {
    jobs().start(spec("seq 1 200000"), FENCE);
    String tail = ended().tail();
    assertThat(tail).endsWith("\n199999\n200000\n").hasSizeLessThanOrEqualTo(4096);
    assertThat(tail.lines().findFirst()).get().asString().hasSize(6);
  }

  @Test
  void endsTheWholeGroup() {
    String script =
        "trap '' TERM; (trap '' TERM; sleep 301; sleep 302) & timeout 303 sleep 304; wait";
    jobs().start(spec(script), FENCE);
    Sandbox.until(() -> root("pgrep -u worker sleep | wc -l").equals("2\n"));
    JobStatus status = jobs().end(id, FENCE);
    assertThat(status.state()).isEqualTo(JobStatus.State.ENDED);
    assertThat(status.succeeded()).isFalse();
    assertThat(root("pgrep -u worker || :")).isEmpty();
  }

  @Test
  void isLostWhenItsProcessesWereKilled() {
    jobs().start(spec("sleep 300"), FENCE);
    root("kill -9 -$(cut -d ' ' -f 1 /var/lib/understudy/jobs/" + id + "/pid)");
    Sandbox.until(() -> jobs().status(id).state() != JobStatus.State.RUNNING);
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.LOST);
    assertThat(jobs().start(spec("true"), FENCE).state()).isEqualTo(JobStatus.State.LOST);
  }

  @Test
  void isLostWhenTheHostWasBootedAnew() {
    jobs().start(spec("sleep 300"), FENCE);
    String pid = "/var/lib/understudy/jobs/" + id + "/pid";
    root(
        "pid=$(cut -d ' ' -f 1 "
            + pid
            + "); sed -i 's/ [^ ]*$/ another-boot/' "
            + pid
            + "; kill -9 -$pid");
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.LOST);
  }

  @Test
  void runsOnWhileAnythingOfItLives() {
    jobs().start(spec("sleep 300"), FENCE);
    root("kill -9 $(cut -d ' ' -f 1 /var/lib/understudy/jobs/" + id + "/pid)");
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.RUNNING);
    assertThat(jobs().end(id, FENCE).exit()).isEqualTo(137);
  }

  @Test
  void doesNotHoldTheGuardsLock() {
    jobs().start(spec("sleep 300"), FENCE);
    assertThat(host().run(Command.of("true").under(FENCE)).ok()).isTrue();
    assertThat(root("ls -l /proc/[0-9]*/fd 2> /dev/null | grep -c guard/jobs/lock || :"))
        .isEqualTo("0\n");
    jobs().end(id, FENCE);
  }

  @Test
  void isForgottenOnlyAfterItsEnd() {
    jobs().start(spec("sleep 300"), FENCE);
    assertThatThrownBy(() -> jobs().forget(id, FENCE)).hasMessageContaining("still runs");
    jobs().end(id, FENCE);
    jobs().forget(id, FENCE);
    jobs().forget(id, FENCE);
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.ABSENT);
    assertThat(root("ls -A /var/lib/understudy/jobs | grep -F " + id + " || :")).isEmpty();
  }

  @Test
  void allThatEndedAreForgottenAtOnce() {
    JobSpec running = new JobSpec(id + ".2", "sleep 300", "worker", "");
    jobs().start(spec("exit 1"), FENCE);
    jobs().start(running, FENCE);
    ended();

    jobs().forgetEnded(FENCE);

    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.ABSENT);
    assertThat(jobs().status(running.id()).state()).isEqualTo(JobStatus.State.RUNNING);
    jobs().end(running.id(), FENCE);
    jobs().forgetEnded(FENCE);
    assertThat(jobs().status(running.id()).state()).isEqualTo(JobStatus.State.ABSENT);
  }

  @Test
  void doesNotStartForAnUnknownUser() {
    JobSpec job = new JobSpec(id, "true", "nobody-here", "");
    assertThatThrownBy(() -> jobs().start(job, FENCE)).hasMessageContaining("nobody-here");
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.ABSENT);
  }

  @Test
  void refusesIdsThatAreNone() {
    for (String bad : new String[] {"", "..", ".x", "a/b", "a b", "$(id)", "x".repeat(300)}) {
      assertThatThrownBy(() -> jobs().status(bad))
          .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.PRECONDITION));
    }
  }

  @Test
  void startsNothingUnderAnOlderFence() {
    Fence newer = new Fence("owner-1", "fenced-jobs", 2, 2);
    host().run(Command.of("true").under(newer));
    Fence older = new Fence("owner-1", "fenced-jobs", 2, 1);
    assertThatThrownBy(() -> jobs().start(spec("true"), older))
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.FENCED));
    assertThat(jobs().status(id).state()).isEqualTo(JobStatus.State.ABSENT);
  }
}
