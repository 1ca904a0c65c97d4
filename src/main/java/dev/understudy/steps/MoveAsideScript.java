package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.postgres.PgCluster;

/** Shell that judges a data directory, stops its server, judges it again and renames it. */
final class MoveAsideScript {
  private static final String JUDGE =
      """
      no() { why=$1; return 1; }
      field() { printf '%s\\n' "$control" | sed -n "s/^$1: *//p"; }
      movable() {
        [ "$link" = no ] || { no "$dir is a symbolic link"; return; }
        [ "$mountpoint" = no ] || { no "$dir is a mount point"; return; }
        [ "$standby" = no ] || { no "$dir says of itself that it is a standby"; return; }
        control=$("$controldata" -D "$dir") || { no "$dir has no sound control file"; return; }
        id=$(field 'Database system identifier')
        if [ "$id" = "$systemid" ]; then
          [ -z "$postmaster" ] || { no "a server runs in $dir (process $postmaster)"; return; }
          [ "$(field "Latest checkpoint's TimeLineID")" -le "$timeline" ] \
            || { no "$dir is on a newer timeline than the primary"; return; }
        else
          [ "$(field "Latest checkpoint's NextOID")" -le 16384 ] && [ "$databases" -le 3 ] \
            && [ "$(newest_file)" -lt 16384 ] \
            || { no "$dir holds data of its own (system identifier $id)"; return; }
        fi
        owner=$(stat -c %U "$dir")
        for entry in "$dir"/pg_tblspc/*; do tablespace || return; done
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
    return "set -eu\nsystemid=%s\ntimeline=%d\nsuffix=%s\n"
            .formatted(Shell.quote(systemId), timeline, Shell.quote(suffix))
        + RemoteRefusal.SHELL
        + ServerControl.shell(cluster)
        + DataDirectoryFacts.lookScript(cluster)
        + JUDGE
        + TABLESPACE
        + MOVE;
  }
}
