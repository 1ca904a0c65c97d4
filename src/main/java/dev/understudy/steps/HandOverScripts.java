package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Sql;
import java.time.Duration;

/** What is run on the old primary of a switchover: it stops, or serves again. */
final class HandOverScripts {
  /** How much WAL the target may lack when the primary is told to stop. */
  static final long MAX_LAG = 16L << 20;

  /** How long a server may take to shut down; then clients have waited long enough. */
  static final Duration STOP = Duration.ofSeconds(30);

  private static final String STOP_SCRIPT =
      """
      look
      if [ "$(noted)" != "$run" ]; then
        [ -n "$postmaster" ] || refuse "no server runs in $dir"
        why=$(ask "$judge") || refuse "its server does not answer"
        [ -z "$why" ] || refuse "$why"
        keep_note "$run" "$(start_mode)"
      fi
      block_start
      [ -z "$postmaster" ] || timeout "$limit" systemctl stop "$unit" || true
      look
      [ -z "$postmaster" ] || { echo "its server did not stop within $limit s" >&2; exit 4; }
      "$controldata" -D "$dir"
      """;

  /** An immediate shutdown of one that does not end; what it has acknowledged is in its WAL. */
  private static final String SERVE_AGAIN =
      """
      look
      [ "$(noted)" = "$run" ] || refuse "this run did not stop it"
      if [ -n "$postmaster" ]; then
        systemctl kill --signal=QUIT "$unit" 2>/dev/null || true
        timeout 10 systemctl stop "$unit" || systemctl kill --signal=KILL "$unit" || true
      fi
      unblock_start "$(sed -n 2p "$note")"
      start_server
      """;

  private HandOverScripts() {}

  /**
   * Proves that the target has nearly all and streams, blocks every start, stops the server, and
   * prints its control file. Standard input is the file that makes it a standby. In a run that has
   * stopped it already only the rest is done.
   */
  static String stop(PgCluster cluster, String target, String run) {
    return "set -eu\nrun=%s\nlimit=%d\njudge=%s\n"
            .formatted(
                Shell.quote(run), STOP.toSeconds(), Shell.quote(judge(cluster.dialect(), target)))
        + StartBlock.shell(cluster)
        + STOP_SCRIPT;
  }

  /** Takes the block off again and starts the server as the primary that it was. */
  static String serveAgain(PgCluster cluster, String run) {
    return "set -eu\nrun=" + Shell.quote(run) + "\n" + StartBlock.shell(cluster) + SERVE_AGAIN;
  }

  private static String judge(Dialect dialect, String target) {
    String name = Sql.literal(target);
    String flushed = dialect.lsnColumn("flush");
    String diff = dialect.has(Capability.WAL_NAMES) ? "pg_wal_lsn_diff" : "pg_xlog_location_diff";
    // In recovery the position of a primary is an error, so it is not asked for then.
    return "SELECT CASE WHEN pg_is_in_recovery() THEN 'it is in recovery'"
        + " ELSE coalesce((SELECT CASE WHEN state <> 'streaming' THEN "
        + name
        + " || ' does not stream: ' || state WHEN "
        + diff
        + "("
        + dialect.currentLsn()
        + ", "
        + flushed
        + ") > "
        + MAX_LAG
        + " THEN "
        + name
        + " || ' lacks too much WAL' ELSE '' END FROM pg_stat_replication WHERE application_name = "
        + name
        + " ORDER BY state DESC LIMIT 1), "
        + name
        + " || ' does not stream') END";
  }
}
