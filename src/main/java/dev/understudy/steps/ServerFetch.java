package dev.understudy.steps;

import dev.understudy.common.Shell;

/** Shell that gets files out of an archive as a server would. */
final class ServerFetch {
  private static final String FUNCTION =
      """
      set -eu
      umask 077
      cd /
      dir=$(mktemp -d /var/tmp/understudy-XXXXXXXX)
      trap 'rm -rf "$dir"' EXIT
      read -r pid <"$data/postmaster.pid" 2>/dev/null || pid=
      # In the server's environment, and nothing of the login's: what it lacks, the server lacks.
      fetched() {
        env -i /bin/bash -c '
        script=$2 segment=$3 file=$4
        PATH=/usr/bin:/bin
        export PATH
        if [ -r "/proc/$1/environ" ]; then
          unset PATH
          while IFS= read -r -d "" variable; do export "$variable"; done <"/proc/$1/environ"
        fi
        exec "$script" proof "$segment" "$file"' - "$pid" "$script" "$1" "$dir/$1"
      }
      """;

  private ServerFetch() {}

  /**
   * Defines {@code fetched NAME}, which puts a file of the archive into {@code $dir}, and fails
   * where the archive gives none. Everything in there is gone when the script ends.
   *
   * @param restoreScript the one that the server's restore_command calls
   * @param data the server's data directory
   */
  static String script(String restoreScript, String data) {
    return "script=%s\ndata=%s\n".formatted(Shell.quote(restoreScript), Shell.quote(data))
        + FUNCTION;
  }
}
