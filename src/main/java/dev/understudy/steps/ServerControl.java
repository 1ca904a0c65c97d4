package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.Command;
import dev.understudy.host.HostException;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Starts and stops a server the way the host's own supervisor does, without Debian's waiting start:
 * that returns 2.5 s after the server is there.
 */
final class ServerControl {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);

  private final Sleeper sleeper;

  ServerControl(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /** Asks for a start and returns at once; the server comes up with every boot from now on. */
  void start(Node node, PgCluster cluster, Fence fence) {
    String script =
        startConf(cluster, "auto")
            + "if [ -d /run/systemd/system ]; then systemctl daemon-reload\n"
            + "systemctl reset-failed "
            + Shell.quote(cluster.unit())
            + " 2>/dev/null || true\nsystemctl start --no-block "
            + Shell.quote(cluster.unit())
            + "\nelse pg_ctlcluster --skip-systemctl-redirect "
            + Shell.words(cluster.version().toString(), cluster.name(), "start")
            + "\nfi\n";
    node.host().run(Command.script(script).asRoot().under(fence)).orThrow("start PostgreSQL");
  }

  /** Restarts a running server and returns when it is asked for; whoever waits asks the server. */
  void restart(Node node, PgCluster cluster, Fence fence) {
    String script =
        "set -eu\nif [ -d /run/systemd/system ]; then systemctl restart --no-block "
            + Shell.quote(cluster.unit())
            + "\nelse pg_ctlcluster --skip-systemctl-redirect "
            + Shell.words(cluster.version().toString(), cluster.name(), "restart", "-m", "fast")
            + "\nfi\n";
    node.host()
        .run(Command.script(script).asRoot().within(Duration.ofMinutes(5)).under(fence))
        .orThrow("restart PostgreSQL");
  }

  /** Stops the server if it runs, and keeps it from starting at a boot until it is started. */
  void holdStopped(Node node, PgCluster cluster, Fence fence) {
    String script =
        startConf(cluster, "manual")
            + "if [ -d /run/systemd/system ]; then systemctl daemon-reload\nsystemctl stop "
            + Shell.quote(cluster.unit())
            + "\nelse pg_ctlcluster --skip-systemctl-redirect "
            + Shell.words(cluster.version().toString(), cluster.name(), "stop", "-m", "fast")
            + " || true\nfi\n";
    node.host()
        .run(Command.script(script).asRoot().within(STOP_LIMIT).under(fence))
        .orThrow("stop PostgreSQL");
  }

  /**
   * Says at once that a server has given up, instead of waiting for what will not come.
   *
   * @throws HostException REMOTE_EXIT when the host's supervisor counts it as failed
   */
  void requireNotFailed(Node node, PgCluster cluster) {
    Command ask = Command.of("systemctl", "is-failed", "--quiet", cluster.unit());
    if (node.host().run(ask.asRoot()).ok()) {
      throw new HostException(
          ErrorClass.REMOTE_EXIT, node.name(), cluster.unit() + " ended at its start", null, null);
    }
  }

  /**
   * Waits until the condition holds.
   *
   * @throws HostException TIMEOUT when it does not hold in time
   */
  void await(Node node, String what, Duration limit, BooleanSupplier condition) {
    long polls = Math.max(1, limit.toMillis() / POLL.toMillis());
    for (long i = 0; i < polls; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      pause();
    }
    throw new HostException(
        ErrorClass.TIMEOUT,
        node.name(),
        "waited " + limit.toSeconds() + " s for " + what,
        null,
        null);
  }

  private static String startConf(PgCluster cluster, String mode) {
    return "set -eu\nconf="
        + Shell.quote(cluster.startConf())
        + "\nif [ \"$(sed -n '/^[a-z]/p' \"$conf\" 2>/dev/null)\" != "
        + mode
        + " ]; then\n  printf '%s\\n' "
        + mode
        + " >\"$conf.understudy-new\"\n  chmod 0644 \"$conf.understudy-new\"\n"
        + "  chown --reference=\"$(dirname \"$conf\")\" \"$conf.understudy-new\"\n"
        + "  sync \"$conf.understudy-new\"; mv -T \"$conf.understudy-new\" \"$conf\"\n"
        + "  sync \"$(dirname \"$conf\")\"\nfi\n";
  }

  private void pause() {
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting");
    }
  }
}
