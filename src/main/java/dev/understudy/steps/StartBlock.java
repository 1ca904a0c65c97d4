package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;

/**
 * Shell that keeps a server from ever coming up as a primary, whoever starts it. Debian's
 * start.conf says {@code disabled}: no boot, systemctl, pg_ctlcluster or upgrade starts it then.
 * The file that makes it a standby is there: whoever starts its program by hand gets one that takes
 * no writes (PostgreSQL reads it at every start, after a crash too).
 */
final class StartBlock {
  /**
   * The functions {@code ask SQL}, which asks the running server as its owner; {@code keep_note
   * LINE…} and {@code noted}, about the run that stopped it; {@code block_start}, whose standard
   * input becomes the standby's file; and {@code unblock_start MODE}. The directory belongs to
   * PostgreSQL's user, so nothing is written through a name in it.
   */
  private static final String FUNCTIONS =
      """
      note="$dir.understudy-stopped"
      ask() {
        [ -x "$psql" ] || psql=psql
        (cd / && PGCONNECT_TIMEOUT=5 PGOPTIONS='-c statement_timeout=10s' runuser -u "$owner" -- \\
          "$psql" -XAtqw -h "$sockets" -p "$port" -U "$owner" -d postgres -c "$1")
      }
      keep_note() {
        rm -f "$note.new"
        (set -C; printf '%s\\n' "$@" >"$note.new")
        sync "$note.new"
        mv -fT "$note.new" "$note"
        sync "$(dirname "$note")"
      }
      noted() { head -n 1 "$note" 2>/dev/null || true; }
      block_start() {
        write_start_conf disabled
        rm -f "$dir/$signal.understudy-new"
        (set -C; umask 077; cat >"$dir/$signal.understudy-new")
        chown -h "$owner:$(stat -c %G "$dir")" "$dir/$signal.understudy-new"
        sync "$dir/$signal.understudy-new"
        mv -fT "$dir/$signal.understudy-new" "$dir/$signal"
        sync "$dir"
      }
      unblock_start() {
        rm -f "$dir/$signal"
        sync "$dir"
        start_conf "${1:-auto}"
        rm -f "$note"
        sync "$(dirname "$note")"
      }
      """;

  private StartBlock() {}

  /** The run that stopped the node's server for good; empty when none did. */
  static String notedRun(Node node, PgCluster cluster) {
    String path = Shell.quote(cluster.dataDirectory() + ".understudy-stopped");
    String script = "[ -e " + path + " ] || exit 0; head -n 1 " + path;
    return node.host()
        .run(Command.script(script).asRoot())
        .orThrow("look who stopped the server")
        .stdout()
        .strip();
  }

  /** All that a script needs that blocks a server's start; it has {@link ServerControl}'s too. */
  static String shell(PgCluster cluster) {
    String signal = new StandbyFiles(cluster).markerFile();
    return RemoteRefusal.SHELL
        + ServerControl.shell(cluster)
        + DataDirectoryFacts.lookScript(cluster)
        + "owner=%s\nsignal=%s\n"
            .formatted(
                Shell.quote(cluster.owner()),
                Shell.quote(signal.substring(signal.lastIndexOf('/') + 1)))
        + FUNCTIONS;
  }
}
