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
  private static final Duration POLL = Duration.ofMillis(50);

  private static final String FUNCTIONS =
      """
      start_mode() { sed -n '/^[a-z]/p' "$conf" 2>/dev/null | head -n 1; }
      reload=
      write_start_conf() {
        [ "$(start_mode)" != "$1" ] || return 0
        rm -f "$conf.understudy-new"
        (set -C; umask 022; printf '%s\n' "$1" >"$conf.understudy-new")
        chown -h --reference="$(dirname "$conf")" "$conf.understudy-new"
        sync "$conf.understudy-new"
        mv -fT "$conf.understudy-new" "$conf"
        sync "$(dirname "$conf")"
        reload=yes
      }
      reload_units() { [ -z "$reload" ] || [ ! -d /run/systemd/system ] || systemctl daemon-reload; }
      start_conf() {
        write_start_conf "$1"
        reload_units
      }
      start_server() {
        if [ -d /run/systemd/system ]; then
          systemctl reset-failed "$unit" 2>/dev/null || true
          systemctl start --no-block "$unit"
        else
          pg_ctlcluster --skip-systemctl-redirect "$version" "$name" start
        fi
      }
      stop_server() {
        if [ -d /run/systemd/system ]; then
          systemctl stop "$unit"
        else
          pg_ctlcluster --skip-systemctl-redirect "$version" "$name" stop -m fast || true
        fi
      }
      """;

  /** The file is what the next boot goes by; systemd learns of it while the server comes up. */
  private static final String START_STANDBY =
      """
      look
      [ "$standby" = yes ] || refuse "$dir does not say of itself that it is a standby"
      [ -z "$marker" ] || [ "$started" = yes ] || refuse "$dir is not a complete copy"
      [ ! -e "$dir.understudy-rewinding" ] || refuse "$dir was being rewound, and is not whole"
      id=$("$controldata" -D "$dir" | sed -n 's/^Database system identifier: *//p')
      [ "$id" = "$systemid" ] || refuse "$dir is of another system ($id, not $systemid)"
      rm -f "$dir.understudy-incomplete" "$dir.understudy-stopped"
      write_start_conf auto
      [ -n "$postmaster" ] || start_server
      reload_units &
      """;

  private final Sleeper sleeper;

  ServerControl(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * Functions of a script: start_mode prints whether the server comes up with a boot, start_conf
   * sets it, start_server asks for a start and stop_server waits for the stop. The directory of
   * start.conf belongs to PostgreSQL's user, so nothing is written through a name in it.
   */
  static String shell(PgCluster cluster) {
    return "conf=%s\nunit=%s\nversion=%s\nname=%s\n"
            .formatted(
                Shell.quote(cluster.startConf()),
                Shell.quote(cluster.unit()),
                Shell.quote(cluster.version().toString()),
                Shell.quote(cluster.name()))
        + FUNCTIONS;
  }

  /**
   * Asks for the start of a standby and returns at once; the server comes up with every boot from
   * now on. The same call proves that it is a complete standby of the system: a directory that does
   * not say so would come up as a second primary.
   *
   * @param systemId the cluster's own
   */
  void startStandby(Node node, PgCluster cluster, String systemId, Fence fence) {
    String script = startStandbyScript(cluster, systemId);
    RemoteRefusal.orThrow(
        node.host().run(Command.script(script).asRoot().under(fence)), "start PostgreSQL", null);
  }

  static String startStandbyScript(PgCluster cluster, String systemId) {
    return "set -eu\nsystemid="
        + Shell.quote(systemId)
        + "\n"
        + RemoteRefusal.SHELL
        + shell(cluster)
        + DataDirectoryFacts.lookScript(cluster)
        + START_STANDBY;
  }

  /** Whether the server comes up by itself when the host boots. */
  String startMode(Node node, PgCluster cluster) {
    return node.host()
        .run(Command.script(shell(cluster) + "start_mode").asRoot())
        .orThrow("look at " + cluster.startConf())
        .stdout()
        .strip();
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
    // Asking takes time too, so the limit does not follow from the number of polls alone.
    long end = System.nanoTime() + limit.toNanos();
    for (long i = 0; i < polls && System.nanoTime() - end <= 0; i++) {
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

  private void pause() {
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting");
    }
  }
}
