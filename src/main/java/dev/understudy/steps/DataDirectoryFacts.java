package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one look at a standby's data directory showed.
 *
 * @param exists whether anything is there, an empty directory counted as nothing
 * @param link whether the path is a symbolic link
 * @param mountPoint whether a file system is mounted exactly there
 * @param marker the run that is making it, empty when no run is
 * @param started whether a server was ever started in it: the server itself leaves its options
 *     behind, initdb does not, and base backups leave them out
 * @param postmaster the process id of a server that runs in it, empty when none does
 * @param systemId empty when there is no control file
 * @param timeline of the last checkpoint
 * @param nextOid the next object id as of the last checkpoint: up to 16384 no object was ever
 *     created by a person; beyond it may only have handed out numbers for long values
 * @param created how many objects people created, as the running server counts them; empty when
 *     none runs that can be asked
 * @param newestFile the greatest number of a relation's file, which a running server's checkpoints
 *     do not lag behind
 * @param databases how many databases it has
 * @param standby whether it says of itself that it is a standby
 */
record DataDirectoryFacts(
    String path,
    boolean exists,
    boolean link,
    boolean mountPoint,
    String marker,
    boolean started,
    String postmaster,
    String systemId,
    int timeline,
    long nextOid,
    OptionalLong created,
    long newestFile,
    int databases,
    boolean standby) {
  private static final long FIRST_NORMAL_OBJECT_ID = 16384;
  private static final int DATABASES_OF_INITDB = 3;

  /** A recovery.conf alone makes no standby: without standby_mode the server becomes writable. */
  private static final String LOOK =
      """
      export LC_ALL=C
      look() {
        exists=no; [ ! -d "$dir" ] || [ -z "$(ls -A "$dir")" ] || exists=yes
        link=no; [ ! -L "$dir" ] || link=yes
        mountpoint=no; ! mountpoint -q "$dir" 2>/dev/null || mountpoint=yes
        marker=$(head -n 1 "$dir.understudy-incomplete" 2>/dev/null || true)
        started=no; [ ! -e "$dir/postmaster.opts" ] || started=yes
        postmaster=
        for proc in /proc/[0-9]*; do
          [ "$proc/cwd" -ef "$dir" ] || continue
          case "$(readlink "$proc/exe" 2>/dev/null)" in
            */postgres*) postmaster=${proc#/proc/}; break;;
          esac
        done
        standby=no
        if [ -e "$dir/standby.signal" ] || grep -qsE \
          "^[[:space:]]*standby_mode[[:space:]=]+'?(on|true|yes|1)" "$dir/recovery.conf"; then
          standby=yes
        fi
        databases=$(ls "$dir/base" 2>/dev/null | grep -c '^[0-9][0-9]*$' || true)
      }
      newest_file() {
        find "$dir/base/" -mindepth 2 -maxdepth 2 -name '[0-9]*' -printf '%f\\n' 2>/dev/null \
          | awk '$0 + 0 > most { most = $0 + 0 } END { print most + 0 }'
      }
      """;

  private static final String REPORT =
      """
      look
      printf '%s\\n' "exists=$exists" "link=$link" "mountpoint=$mountpoint" "marker=$marker" \
        "started=$started" "postmaster=$postmaster" "standby=$standby" "databases=$databases"
      [ -e "$dir/global/pg_control" ] || exit 0
      printf 'newestfile=%s\\ncreated=%s\\n' "$(newest_file)" "$(created)"
      "$controldata" -D "$dir" | sed -n \
      -e 's/^Database system identifier: *\\([0-9]*\\)$/systemid=\\1/p' \
      -e "s/^Latest checkpoint's TimeLineID: *\\([0-9]*\\)$/timeline=\\1/p" \
      -e "s/^Latest checkpoint's NextOID: *\\([0-9]*\\)$/nextoid=\\1/p"
      """;

  /** Shell with the functions look, which sets what the report prints, and newest_file. */
  static String lookScript(PgCluster cluster) {
    return "dir="
        + Shell.quote(cluster.dataDirectory())
        + "\ncontroldata="
        + Shell.quote(cluster.program("pg_controldata"))
        + "\n"
        + CreatedObjects.shell(cluster)
        + LOOK;
  }

  /** Shell that prints what {@link #parse} reads. */
  static String reportScript(PgCluster cluster) {
    return lookScript(cluster) + REPORT;
  }

  static DataDirectoryFacts read(Node node, PgCluster cluster) {
    String output =
        node.host()
            .run(Command.script(reportScript(cluster)).asRoot())
            .orThrow("look at the data directory")
            .stdout();
    return parse(cluster.dataDirectory(), output);
  }

  static DataDirectoryFacts parse(String path, String output) {
    Map<String, String> values = new HashMap<>();
    output
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1]));
    return new DataDirectoryFacts(
        path,
        "yes".equals(values.get("exists")),
        "yes".equals(values.get("link")),
        "yes".equals(values.get("mountpoint")),
        values.getOrDefault("marker", ""),
        "yes".equals(values.get("started")),
        values.getOrDefault("postmaster", ""),
        values.getOrDefault("systemid", ""),
        Integer.parseInt(values.getOrDefault("timeline", "0")),
        Long.parseLong(values.getOrDefault("nextoid", "0")),
        number(values.getOrDefault("created", "")),
        Long.parseLong(values.getOrDefault("newestfile", "0")),
        Integer.parseInt(values.getOrDefault("databases", "0")),
        "yes".equals(values.get("standby")));
  }

  private static OptionalLong number(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  boolean running() {
    return !postmaster.isEmpty();
  }

  /** Whether a run is making it, or began to: no server was ever started in it. */
  boolean unfinished() {
    return !marker.isEmpty() && !started && !running();
  }

  /** Whether nobody ever created anything in it: as initdb left it. */
  boolean neverUsed() {
    return (nextOid <= FIRST_NORMAL_OBJECT_ID || created.orElse(nextOid) == 0)
        && newestFile < FIRST_NORMAL_OBJECT_ID
        && databases <= DATABASES_OF_INITDB;
  }
}
