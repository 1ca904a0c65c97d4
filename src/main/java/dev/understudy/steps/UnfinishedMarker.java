package dev.understudy.steps;

import dev.understudy.postgres.PgCluster;

/**
 * A file beside a data directory that a run is making: its first line names the run or job, the
 * others the tablespaces' directories. While it is there and no server was ever started in the
 * directory, that may be emptied again.
 */
final class UnfinishedMarker {
  /**
   * The function write_marker, whose words become lines; expects {@code dir}. The directory belongs
   * to PostgreSQL's user, so whatever has the file's name already is replaced, never written to.
   */
  static final String SHELL =
      """
      write_marker() {
        rm -f "$dir.understudy-incomplete.new"
        (set -C; printf '%s\\n' "$@" >"$dir.understudy-incomplete.new")
        sync "$dir.understudy-incomplete.new"
        mv -fT "$dir.understudy-incomplete.new" "$dir.understudy-incomplete"
        sync "$(dirname "$dir")"
      }
      """;

  private UnfinishedMarker() {}

  static String path(PgCluster cluster) {
    return cluster.dataDirectory() + ".understudy-incomplete";
  }
}
