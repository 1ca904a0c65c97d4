package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.postgres.PgCluster;

/** Shell that judges a data directory, stops its server, judges it again and renames it. */
final class MoveAsideScript {
  /** The file in a kept directory that says which run set it aside. */
  static final String NOTE = "understudy-set-aside";

  private static final String JUDGE =
      """
      no() { why=$1; return 1; }
      field() { printf '%s\\n' "$control" | sed -n "s/^$1: *//p"; }
      movable() {
        [ "$link" = no ] || { no "$dir is a symbolic link"; return; }
        [ "$mountpoint" = no ] || { no "$dir is a mount point"; return; }
        [ -n "$run" ] || [ "$standby" = no ] \
          || { no "$dir says of itself that it is a standby"; return; }
        control=$("$controldata" -D "$dir") || { no "$dir has no sound control file"; return; }
        id=$(field 'Database system identifier')
        [ -z "$run" ] || standing_still || return
        if [ "$id" = "$systemid" ]; then
          [ -z "$postmaster" ] || [ -n "$run" ] || { no "a server runs in $dir (process $postmaster)"; return; }
          [ "$(field "Latest checkpoint's TimeLineID")" -le "$timeline" ] \
            || { no "$dir is on a newer timeline than the primary"; return; }
        else
          never_used || { no "$dir holds data of its own (system identifier $id)"; return; }
        fi
        owner=$(stat -c %U "$dir")
        for entry in "$dir"/pg_tblspc/*; do tablespace || return; done
      }
      """;

  /** What the server said before it was stopped counts afterwards, too. */
  private static final String NEVER_USED =
      """
      counted=
      never_used() {
        [ "$databases" -le 3 ] && [ "$(newest_file)" -lt 16384 ] || return 1
        [ -z "$postmaster" ] || counted=$(created)
        [ "$(field "Latest checkpoint's NextOID")" -le 16384 ] || [ "$counted" = 0 ]
      }
      """;

  /**
   * A person may replace a standby of this cluster that does not stream. Whether it does is seen by
   * the name that its receiver gives itself, too: the primary may have been asked a while ago.
   */
  private static final String STANDING_STILL =
      """
      standing_still() {
        [ "$standby" = yes ] || { no "$dir does not say of itself that it is a standby"; return; }
        [ "$id" = "$systemid" ] || { no "$dir is of another system ($id)"; return; }
        state=$(field 'Database cluster state')
        case $state in
          *recovery*) ;;
          *) [ -z "$postmaster" ] || { no "the server in $dir is a primary: $state"; return; };;
        esac
        for line in $(grep -lsE 'wal ?receiver.*streaming' /proc/[0-9]*/cmdline); do
          [ ! "${line%/cmdline}/cwd" -ef "$dir" ] || { no "the server in $dir streams"; return; }
        done
      }
      """;

  /** A tablespace's directory may serve clusters of other versions too. */
  private static final String TABLESPACE =
      """
      tablespace() {
        place=
        [ -L "$entry" ] || return 0
        place=$(readlink "$entry")
        [ -d "$place" ] || { place=; return 0; }
        [ ! -L "$place" ] && ! mountpoint -q "$place" \
          || { no "the tablespace directory $place is a link or a mount point"; return; }
        [ "$(stat -c %U "$place")" = "$owner" ] \
          || { no "the tablespace directory $place does not belong to $owner"; return; }
        [ "$(ls -A "$place" | wc -l)" -le 1 ] \
          || { no "the tablespace directory $place holds more than this cluster's data"; return; }
      }
      """;

  /** Facts are taken again after the stop, since only a stopped server's control file is true. */
  private static final String MOVE =
      """
      look
      [ "$exists" = yes ] || exit 0
      [ "$stopped" = no ] || [ -z "$postmaster" ] \
        || refuse "a server runs in $dir (process $postmaster)"
      movable || refuse "$why"
      ran=$postmaster mode=$(start_mode)
      start_conf manual
      stop_server
      look
      why="a server still runs in $dir (process $postmaster)"
      if [ -n "$postmaster" ] || ! movable; then
        start_conf "${mode:-manual}"
        [ -z "$ran" ] || [ -n "$postmaster" ] || start_server
        refuse "$why"
      fi
      if [ -n "$run" ]; then
        rm -f "$dir/$note"
        (set -C; printf '%s\n' "$run" >"$dir/$note")
        sync "$dir/$note" "$dir"
      fi
      for entry in "$dir"/pg_tblspc/*; do
        tablespace
        [ -n "$place" ] || continue
        mv -T "$place" "$place$suffix"
        ln -sfn "$place$suffix" "$entry"
        sync "$(dirname "$place")" "$dir/pg_tblspc"
      done
      group=$(stat -c %G "$dir")
      mv -T "$dir" "$dir$suffix"
      install -d -o "$owner" -g "$group" -m 0700 "$dir"
      rm -f "$dir.understudy-incomplete"
      sync "$dir" "$(dirname "$dir")"
      """;

  private MoveAsideScript() {}

  /**
   * @param systemId the primary's
   * @param timeline the primary's
   * @param suffix what the kept directory's name ends with
   */
  static String of(PgCluster cluster, String systemId, int timeline, String suffix) {
    return ofStandby(cluster, systemId, timeline, suffix, "");
  }

  /**
   * As {@link #of}, for a standby of the cluster that stands still.
   *
   * @param run which is noted in the kept directory; empty: standbys are refused
   */
  static String ofStandby(
      PgCluster cluster, String systemId, int timeline, String suffix, String run) {
    return script(cluster, systemId, timeline, suffix, run, "no");
  }

  /**
   * As {@link #ofStandby}, only where no server runs, and whatever its timeline: a person wants
   * something else in its place.
   *
   * @param run empty for one that does not say of itself that it is a standby
   */
  static String ofStopped(PgCluster cluster, String systemId, String suffix, String run) {
    return script(cluster, systemId, Integer.MAX_VALUE, suffix, run, "yes");
  }

  private static String script(
      PgCluster cluster, String systemId, int timeline, String suffix, String run, String stopped) {
    return "set -eu\nsystemid=%s\ntimeline=%d\nsuffix=%s\nrun=%s\nnote=%s\nstopped=%s\n"
            .formatted(
                Shell.quote(systemId),
                timeline,
                Shell.quote(suffix),
                Shell.quote(run),
                NOTE,
                stopped)
        + RemoteRefusal.SHELL
        + ServerControl.shell(cluster)
        + DataDirectoryFacts.lookScript(cluster)
        + JUDGE
        + NEVER_USED
        + STANDING_STILL
        + TABLESPACE
        + MOVE;
  }
}
