package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.archive.RestoreWrapper;
import dev.understudy.common.Shell;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Sql;
import java.time.Duration;

/** Shell that checks a standby and promotes it in one call, and waits until it is a primary. */
final class PromoteScript {
  /** What follows from a promotion that was asked for and is not done: its outcome is unknown. */
  static final Duration LIMIT = Duration.ofSeconds(100);

  private static final String SCRIPT =
      """
      asked="$dir.understudy-promote"
      hurry() {
        for line in $(grep -lsF "$restore" /proc/[0-9]*/cmdline); do
          pkill -P "$(basename "$(dirname "$line")")" timeout || true
        done
      }
      look
      state=$(ask 'SELECT pg_is_in_recovery()') || refuse "its server does not answer"
      if [ "$state" = t ]; then
        why=$(ask "$judge") || refuse "its server does not answer"
        [ -z "$why" ] || refuse "$why"
        naps=$((patience * 20))
        until [ -z "$behind" ] || [ "$(ask "$reached")" = t ]; do
          [ "$naps" -gt 0 ] || [ "$strict" = yes ] || break
          [ "$naps" -gt 0 ] || refuse "it did not receive the last record, at $behind, within $patience s"
          naps=$((naps - 1))
          sleep 0.05
        done
        recheck
        if [ -e "$waits" ]; then
          rm -f "$waits"
          sync "$(dirname "$waits")"
          ask 'SELECT pg_reload_conf()' >/dev/null
        fi
        rm -f "$asked"
        (set -C; printf '%s\\n' "$run" >"$asked")
        sync "$asked" "$(dirname "$asked")"
        [ ! -d "$salvage" ] || runuser -u "$owner" -- touch "$salvage/$promoting"
        if [ -n "$promote" ]; then
          ask "$promote" >/dev/null
        else
          (cd / && runuser -u "$owner" -- "$bin/pg_ctl" -D "$dir" promote >/dev/null)
        fi
      fi
      naps=1200
      until [ "$(ask 'SELECT pg_is_in_recovery()')" = f ]; do
        [ "$naps" -gt 0 ] || { echo 'it was told to, and is not a primary after 60 s' >&2; exit 4; }
        # A fetch that began before, with a longer limit, holds the promotion up.
        [ "$((naps % 100))" -ne 1 ] || hurry
        naps=$((naps - 1))
        sleep 0.05
      done
      rm -f "$asked" "$salvage/$promoting"
      """;

  private PromoteScript() {}

  /**
   * @param cluster the candidate's
   * @param behind a position that it must have replayed beyond, for which it is waited; empty: none
   * @param strict whether it is refused without that
   * @param recheck shell that calls refuse where a proof of fencing does not hold any more
   */
  static String of(
      Site site, PgCluster cluster, String run, String behind, boolean strict, String recheck) {
    Dialect dialect = cluster.dialect();
    ArchivePlaces places = new ArchivePlaces(site.name());
    return "set -eu\nrun=%s\nbehind=%s\nstrict=%s\npatience=20\njudge=%s\nreached=%s\npromote=%s\nbin=%s\n"
            .formatted(
                Shell.quote(run),
                Shell.quote(behind),
                strict ? "yes" : "no",
                Shell.quote(judge(dialect, site.requireSystemId())),
                Shell.quote(reached(dialect, behind)),
                dialect.has(Capability.PG_PROMOTE) ? "'SELECT pg_promote(false)'" : "",
                Shell.quote(cluster.binDirectory()))
        + "waits=%s\nsalvage=%s\npromoting=%s\nrestore=%s\n"
            .formatted(
                Shell.quote(cluster.synchronousSettingsFile()),
                Shell.quote(places.salvage()),
                RestoreWrapper.PROMOTING,
                Shell.quote(places.restoreScript()))
        + StartBlock.shell(cluster)
        + "recheck() {\n:\n"
        + recheck
        + "\n}\n"
        + SCRIPT;
  }

  private static String judge(Dialect dialect, String systemId) {
    // SQL has no unsigned numbers.
    String signed = Long.toString(Long.parseUnsignedLong(systemId));
    return "SELECT CASE WHEN (SELECT system_identifier FROM pg_control_system()) <> "
        + signed
        + " THEN 'it is of another system' WHEN "
        + dialect.replayPaused()
        + " THEN 'its replay is paused' ELSE '' END";
  }

  private static String reached(Dialect dialect, String behind) {
    return behind.isEmpty()
        ? ""
        : "SELECT " + dialect.replayLsn() + " > " + Sql.literal(behind) + "::pg_lsn";
  }
}
