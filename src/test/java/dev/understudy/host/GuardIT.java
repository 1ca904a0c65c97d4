package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guard, in the hands of one or several services at once. */
class GuardIT {
  private static final String STATE = "/var/lib/understudy/guard/orders/";
  private static Sandbox sandbox;
  private static ExecutorService threads;

  private final Guard guard = new Guard(Sandbox.QUICK);
  private Host host;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() {
    threads.shutdownNow();
    sandbox.close();
  }

  @BeforeEach
  void install() {
    host = new LocalHost(sandbox);
    guard.install(host, fence(1, 1));
  }

  @AfterEach
  void clean() {
    sandbox.inside("rm -rf /var/lib/understudy /usr/local/lib/understudy /run/t; mkdir /run/t");
  }

  private static Fence fence(long epoch, long term) {
    return new Fence("owner-1", "orders", epoch, term);
  }

  private static Fence other(long epoch, long term) {
    return new Fence("owner-2", "orders", epoch, term);
  }

  private CommandResult run(String script, Fence fence) {
    return host.run(Command.script(script).asRoot().under(fence));
  }

  private CompletableFuture<CommandResult> later(String script, Fence fence) {
    return CompletableFuture.supplyAsync(() -> run(script, fence), threads);
  }

  private CompletableFuture<CommandResult> running(String name, String script, Fence fence) {
    sandbox.inside("mkdir -p /run/t");
    CompletableFuture<CommandResult> result = later("touch /run/t/" + name + "; " + script, fence);
    Sandbox.until(() -> sandbox.inside("ls /run/t").contains(name + "\n"));
    return result;
  }

  private void refused(ErrorClass errorClass, String message, Runnable act) {
    assertThatThrownBy(act::run)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(errorClass));
  }

  @Test
  void isMissingAtFirst() {
    sandbox.inside("rm -r /usr/local/lib/understudy");
    assertThat(guard.installed(host)).isFalse();
    refused(ErrorClass.PRECONDITION, "not installed", () -> run("true", fence(1, 1)));
    refused(ErrorClass.PRECONDITION, "not installed", () -> guard.takeOver(host, fence(1, 1)));
  }

  @Test
  void isInstalledOnce() {
    assertThat(guard.installed(host)).isTrue();
    assertThat(guard.install(host, fence(1, 1))).isFalse();
    assertThat(sandbox.inside("stat -c '%U %G %a' " + Guard.PATH)).isEqualTo("root root 755\n");
    assertThat(sandbox.inside("ls -A /usr/local/lib/understudy")).isEqualTo("guard\n");
  }

  @Test
  void isRepaired() {
    sandbox.inside("echo '# changed' >> " + Guard.PATH);
    assertThat(guard.installed(host)).isFalse();
    assertThat(guard.install(host, fence(1, 2))).isTrue();
    assertThat(guard.installed(host)).isTrue();
  }

  @Test
  void isNotReplacedUnderAnOlderFence() {
    run("true", fence(1, 5));
    sandbox.inside("echo '# changed' >> " + Guard.PATH);
    refused(ErrorClass.FENCED, "newer", () -> guard.install(host, fence(1, 4)));
    refused(ErrorClass.FENCED, "owner-1", () -> guard.install(host, other(9, 9)));
    assertThat(guard.installed(host)).isFalse();
    assertThat(sandbox.inside("ls -A /usr/local/lib/understudy")).isEqualTo("guard\n");
  }

  @Test
  void ordersByEpochThenTerm() {
    run("true", fence(3, 5));
    refused(ErrorClass.FENCED, "epoch 3 term 5", () -> run("true", fence(3, 4)));
    refused(ErrorClass.FENCED, "epoch 3 term 5", () -> run("true", fence(2, 900)));
    assertThat(run("echo same", fence(3, 5)).stdout()).isEqualTo("same\n");
    assertThat(run("echo newer", fence(4, 1)).stdout()).isEqualTo("newer\n");
    assertThat(guard.read(host, "orders")).contains(new GuardState("owner-1", 4, 1));
  }

  @Test
  void knowsNothingOfOtherClusters() {
    assertThat(guard.read(host, "another")).isEmpty();
  }

  @Test
  void refusesAnotherOwnerUntilItTookOver() {
    run("true", fence(3, 5));
    refused(ErrorClass.FENCED, "owner-1", () -> run("true", other(9, 9)));
    refused(ErrorClass.FENCED, "owner-1", () -> guard.takeOver(host, other(3, 4)));
    guard.takeOver(host, other(3, 6));
    assertThat(run("echo mine", other(3, 6)).stdout()).isEqualTo("mine\n");
    refused(ErrorClass.FENCED, "owner-2", () -> run("true", fence(9, 9)));
  }

  @Test
  void endsWhatRunsForThePreviousOwnerBeforeATakeOverIsDone() {
    CompletableFuture<CommandResult> old = running("old", "sleep 60", fence(1, 2));
    guard.takeOver(host, other(1, 3));
    assertThat(sandbox.inside("pgrep -x sleep || :")).isEmpty();
    assertThat(old.join().exit()).isEqualTo(143);
  }

  @Test
  void letsOneCommandRunAtATime() {
    String script = "mkdir /run/t/m || exit 9; sleep 0.05; rmdir /run/t/m";
    sandbox.inside("mkdir -p /run/t");
    List<CompletableFuture<CommandResult>> all =
        IntStream.range(0, 8).mapToObj(i -> later(script, fence(1, 2))).toList();
    assertThat(all).allSatisfy(each -> assertThat(each.join().exit()).isZero());
  }

  @Test
  void namesWhatKeepsItBusy() {
    CompletableFuture<CommandResult> first =
        running("first", "sleep 4 # the long one", fence(1, 2));
    refused(ErrorClass.REMOTE_EXIT, "the long one", () -> run("true", fence(1, 2)));
    assertThat(first.join().exit()).isZero();
  }

  @Test
  void endsTheGroupOfAnOlderTerm() {
    String stubborn = "trap '' TERM; (trap '' TERM; sleep 61) & timeout 60 sleep 62; sleep 63";
    CompletableFuture<CommandResult> old = running("old", stubborn, fence(1, 2));
    assertThat(run("pgrep -x sleep; echo newer", fence(1, 3)).stdout()).isEqualTo("newer\n");
    assertThat(old.join().exit()).isEqualTo(137);
  }

  @Test
  void waitsForAnOlderTermThatEndsSoon() {
    CompletableFuture<CommandResult> old =
        running("old", "sleep 0.6; touch /run/t/end", fence(1, 2));
    assertThat(run("ls /run/t/end", fence(1, 3)).exit()).isZero();
    assertThat(old.join().exit()).isZero();
  }

  @Test
  void refusesWhoIsOvertakenInTheLine() {
    CompletableFuture<CommandResult> first = running("first", "sleep 60", fence(1, 2));
    CompletableFuture<CommandResult> second = later("touch /run/t/second", fence(1, 2));
    assertThat(run("true", fence(1, 3)).exit()).isZero();
    assertThat(first.join().exit()).isEqualTo(143);
    assertThatThrownBy(second::join).hasRootCauseInstanceOf(HostException.class);
    assertThat(sandbox.inside("ls /run/t")).doesNotContain("second");
  }

  @Test
  void keepsClustersApart() {
    Fence another = new Fence("owner-9", "another", 7, 7);
    CompletableFuture<CommandResult> first = running("first", "sleep 60", fence(1, 2));
    assertThat(run("echo free", another).stdout()).isEqualTo("free\n");
    run("true", fence(1, 3));
    first.join();
  }

  @Test
  void copesWithHostileClusterNames() {
    for (String name :
        List.of("../../../etc", "..", ".", "a b", "$(id)", "it's", "ü\n", "x".repeat(500), "-rf")) {
      Fence fence = new Fence("owner-1", name, 2, 3);
      assertThat(run("echo fine", fence).stdout()).as(name).isEqualTo("fine\n");
      assertThat(guard.read(host, name)).contains(new GuardState("owner-1", 2, 3));
    }
    assertThat(sandbox.inside("ls -A /var/lib/understudy")).isEqualTo("guard\n");
  }

  @Test
  void endsACommandAfterItsTime() {
    Command slow = Command.script("sleep 60").asRoot().within(Duration.ofSeconds(1));
    assertThatThrownBy(() -> host.run(slow.under(fence(1, 2))))
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.TIMEOUT));
    assertThat(run("pgrep -x sleep; echo free", fence(1, 2)).stdout()).isEqualTo("free\n");
  }

  @Test
  void keepsTheLockWhenItsOwnProcessesAreKilled() {
    CompletableFuture<CommandResult> old =
        running("old", "sleep 0.7; touch /run/t/end", fence(1, 2));
    sandbox.inside("pkill -9 -f '^/bin/sh /usr/local/lib/understudy/guard'");
    assertThat(run("ls /run/t/end", fence(1, 2)).exit()).isZero();
    assertThatThrownBy(old::join).hasRootCauseInstanceOf(HostException.class);
  }

  @Test
  void startsNothingWithInputThatWasCutOff() {
    String words = "run-1 N owner-1 orders 1 2 2 1 10 5 root 'touch /run/t/cut'";
    assertThat(sandbox.inside("printf ab | " + Guard.PATH + " " + words + " 2>&1 || :"))
        .contains("N refused input");
    assertThat(sandbox.inside("ls /run/t/cut 2>&1 || :")).contains("No such file");
    assertThat(sandbox.inside("ls -A /run/understudy")).isEmpty();
  }

  @Test
  void startsNothingForNobody() {
    String words = "run-1 N owner-1 orders 1 2 2 1 10 0 root 'touch /run/t/nobody'";
    sandbox.inside("mkdir -p /run/t; { sleep 0.2; " + Guard.PATH + " " + words + "; } 2>&1 | true");
    assertThat(sandbox.inside("sleep 0.5; ls /run/t")).isEmpty();
  }

  @Test
  void finishesWhenNobodyListensAnyMore() {
    String script = "echo x; sleep 0.5; echo y; echo z >&2; touch /run/t/finished";
    String words = "run-1 N owner-1 orders 1 2 2 1 10 0 root '" + script + "'";
    sandbox.inside("mkdir -p /run/t; " + Guard.PATH + " " + words + " 2>&1 | sed '/^x$/q'");
    Sandbox.until(() -> sandbox.inside("ls /run/t").equals("finished\n"));
  }

  @Test
  void goesOnWithoutAReadableRecordOnlyAfterATakeOver() {
    run("true", fence(1, 2));
    sandbox.inside("echo garbage > " + STATE + "seen");
    refused(ErrorClass.PRECONDITION, "cannot read", () -> run("true", fence(1, 2)));
    refused(ErrorClass.PRECONDITION, "cannot read", () -> guard.read(host, "orders"));
    guard.takeOver(host, fence(1, 2));
    assertThat(run("true", fence(1, 2)).exit()).isZero();
  }

  @Test
  void neverActsWhenItCannotRecord() {
    sandbox.inside(
        "mount -t tmpfs -o size=4k full "
            + STATE
            + "; head -c 9999 /dev/zero > "
            + STATE
            + "fill || :");
    try {
      assertThatThrownBy(() -> run("touch /run/t/acted", fence(5, 5)))
          .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.NO_SPACE));
      assertThat(sandbox.inside("ls /run/t/acted 2>&1 || :")).contains("No such file");
    } finally {
      sandbox.inside("umount " + STATE);
    }
  }

  @Test
  void leavesWithTheLastCluster() {
    Fence another = new Fence("owner-1", "another", 1, 1);
    run("true", another);
    guard.remove(host, fence(1, 1));
    assertThat(guard.read(host, "orders")).isEmpty();
    assertThat(run("echo still", another).stdout()).isEqualTo("still\n");
    guard.remove(host, another);
    assertThat(sandbox.inside("ls -A /var/lib /usr/local/lib")).doesNotContain("understudy");
  }

  @Test
  void showsNoScriptInputToOthers() {
    CompletableFuture<CommandResult> first =
        CompletableFuture.supplyAsync(
            () ->
                host.run(
                    Command.script("touch /run/t/s; cat > /dev/null; sleep 0.5")
                        .withInput("hunter2")
                        .asRoot()
                        .under(fence(1, 2))),
            threads);
    sandbox.inside("mkdir -p /run/t");
    Sandbox.until(() -> sandbox.inside("ls /run/t").contains("s\n"));
    assertThat(
            sandbox.inside(
                "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2> /dev/null | tr '\\0' ' '"))
        .doesNotContain("hunter2");
    assertThat(sandbox.inside("grep -rs hunter2 /run /var/lib || :")).isEmpty();
    first.join();
  }
}
