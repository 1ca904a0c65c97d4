package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections that break before, while and after commands run. */
class LostConnectionIT {
  private static final Fence FENCE = new Fence("owner-1", "orders", 1, 1);
  private static Sandbox sandbox;
  private static SshHosts hosts;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    hosts = sandbox.hosts("login");
    new Guard(Sandbox.QUICK).install(host(), FENCE);
  }

  @AfterAll
  static void stop() {
    hosts.close();
    sandbox.close();
  }

  private static Host host() {
    return hosts.host("orders", "alpha");
  }

  private static void killConnections() {
    sandbox.inside("pkill -9 -f '^sshd: login'");
  }

  private static CompletableFuture<CommandResult> running(Command command, String sign) {
    CompletableFuture<CommandResult> result =
        CompletableFuture.supplyAsync(() -> host().run(command));
    Sandbox.until(() -> sandbox.inside("ls /srv").contains(sign));
    return result;
  }

  private static void unknown(CompletableFuture<CommandResult> result) {
    assertThatThrownBy(result::join)
        .cause()
        .hasMessageContaining("connection was lost")
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.UNKNOWN));
  }

  @Test
  void whileACommandRunsIsUnknownAndTheNextCommandConnectsAnew() {
    Command slow = Command.script("touch /srv/plain; sleep 30").asRoot();
    CompletableFuture<CommandResult> result = running(slow, "plain");
    killConnections();
    unknown(result);
    assertThat(host().run(Command.of("echo", "again")).stdout()).isEqualTo("again\n");
  }

  @Test
  void betweenCommandsGoesUnnoticed() {
    for (int i = 0; i < 5; i++) {
      assertThat(host().run(Command.of("echo", "fine")).stdout()).isEqualTo("fine\n");
      killConnections();
    }
  }

  @Test
  void leavesTheGuardsLockWithTheCommandUntilItsEnd() {
    String script = "touch /srv/guarded; sleep 1.2; echo to nobody; touch /srv/finished";
    CompletableFuture<CommandResult> result =
        running(Command.script(script).asRoot().under(FENCE), "guarded");
    killConnections();
    unknown(result);
    assertThat(sandbox.inside("ls /srv")).doesNotContain("finished");
    Command next = Command.script("ls /srv/finished").asRoot().under(FENCE);
    assertThat(host().run(next).exit()).isZero();
  }

  @Test
  void startsNothingOfWhatStoodInLine() {
    Command slow = Command.script("touch /srv/ahead; sleep 1.5; touch /srv/through").asRoot();
    Command queued = Command.script("touch /srv/queued").asRoot();
    CompletableFuture<CommandResult> first = running(slow.under(FENCE), "ahead");
    CompletableFuture<CommandResult> second =
        CompletableFuture.supplyAsync(() -> host().run(queued.under(FENCE)));
    Sandbox.until(() -> sandbox.inside("pgrep -f '[f]lock -w 1 9' || :").contains("\n"));
    killConnections();
    unknown(first);
    unknown(second);
    Sandbox.until(() -> sandbox.inside("ls /srv").contains("through"));
    Sandbox.until(() -> sandbox.inside("pgrep -f '[l]ib/understudy/guard' || :").isEmpty());
    assertThat(sandbox.inside("ls /srv")).doesNotContain("queued");
  }

  @Test
  void doesNotEndADetachedJob() {
    DetachedJobs jobs = hosts.jobs("orders", "alpha");
    String script = "until [ -e /srv/go ]; do sleep 0.05; done; echo went";
    jobs.start(new JobSpec("lost-1", script, "worker", ""), FENCE);
    killConnections();
    assertThat(jobs.status("lost-1").state()).isEqualTo(JobStatus.State.RUNNING);
    sandbox.inside("touch /srv/go");
    Sandbox.until(() -> jobs.status("lost-1").state() == JobStatus.State.ENDED);
    assertThat(jobs.status("lost-1").tail()).isEqualTo("went\n");
  }

  @Test
  void isOneErrorForAllWhoUsedIt() {
    CompletableFuture<CommandResult> first =
        running(Command.script("touch /srv/one; sleep 30").asRoot(), "one");
    CompletableFuture<CommandResult> second =
        running(Command.script("touch /srv/two; sleep 30").asRoot(), "two");
    killConnections();
    unknown(first);
    unknown(second);
  }

  @Test
  void ofOneShellAloneEndsNoOtherCommand() {
    String script = "touch /srv/beside; until [ -e /srv/on ]; do sleep 0.05; done; echo through";
    CompletableFuture<CommandResult> other = running(Command.script(script).asRoot(), "beside");
    String parent = "read -r _ _ _ shell _ < /proc/$PPID/stat; echo \"$shell\"";
    String shell = host().run(Command.script(parent).asRoot()).stdout().strip();
    sandbox.inside("kill -9 " + shell);
    assertThat(host().run(Command.of("touch", "/srv/on").asRoot()).exit()).isZero();
    assertThat(other.join().stdout()).isEqualTo("through\n");
  }

  @Test
  void byClosingIsUnknownToo() {
    SshHosts own = sandbox.hosts("root");
    CompletableFuture<CommandResult> result =
        CompletableFuture.supplyAsync(
            () -> own.host("orders", "alpha").run(Command.script("touch /srv/closing; sleep 30")));
    Sandbox.until(() -> sandbox.inside("ls /srv").contains("closing"));
    own.close();
    unknown(result);
    assertThatThrownBy(() -> own.host("orders", "alpha").run(Command.of("true")))
        .hasMessageContaining("stopping");
  }
}
