package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import java.util.HashMap;
import java.util.Map;

/**
 * What one look at a standby's data directory showed.
 *
 * @param exists whether anything is there, an empty directory counted as nothing
 * @param mountPoint whether a file system is mounted exactly there
 * @param marker the run that is making it, empty when no run is
 * @param postmaster the process id of a server that runs in it, empty when none does
 * @param systemId empty when there is no control file
 * @param timeline of the last checkpoint
 * @param nextOid the next object id: up to 16384 no object was ever created by a person
 * @param databases how many databases it has
 * @param standby whether it says of itself that it is a standby
 */
record DataDirectoryFacts(
    String path,
    boolean exists,
    boolean mountPoint,
    String marker,
    String postmaster,
    String systemId,
    int timeline,
    long nextOid,
    int databases,
    boolean standby) {
  private static final long FIRST_NORMAL_OBJECT_ID = 16384;
  private static final int DATABASES_OF_INITDB = 3;

  private static final String LOOK =
      """
      export LC_ALL=C
      exists=no; [ -d "$dir" ] && [ -n "$(ls -A "$dir")" ] && exists=yes
      mountpoint=no; mountpoint -q "$dir" 2>/dev/null && mountpoint=yes
      marker=$(head -n 1 "$dir.understudy-incomplete" 2>/dev/null || true)
      postmaster=
      if [ $exists = yes ]; then
        real=$(realpath "$dir")
        for proc in /proc/[0-9]*; do
          [ "$(readlink "$proc/cwd" 2>/dev/null)" = "$real" ] || continue
          case "$(readlink "$proc/exe" 2>/dev/null)" in
            */postgres*) postmaster=${proc#/proc/}; break;;
          esac
        done
      fi
      standby=no
      [ -e "$dir/standby.signal" ] || [ -e "$dir/recovery.conf" ] && standby=yes
      databases=$(ls "$dir/base" 2>/dev/null | grep -c '^[0-9][0-9]*$' || true)
      """;
  private static final String REPORT =
      """
      printf 'exists=%s\\nmountpoint=%s\\nmarker=%s\\npostmaster=%s\\nstandby=%s\\ndatabases=%s\\n' \
      "$exists" "$mountpoint" "$marker" "$postmaster" "$standby" "$databases"
      [ -e "$dir/global/pg_control" ] || exit 0
      "$controldata" -D "$dir" | sed -n \
      -e 's/^Database system identifier: *\\([0-9]*\\)$/systemid=\\1/p' \
      -e "s/^Latest checkpoint's TimeLineID: *\\([0-9]*\\)$/timeline=\\1/p" \
      -e "s/^Latest checkpoint's NextOID: *\\([0-9]*\\)$/nextoid=\\1/p"
      """;

  /** Shell that sets exists, mountpoint, marker, postmaster, standby and databases. */
  static String lookScript(PgCluster cluster) {
    return "dir="
        + Shell.quote(cluster.dataDirectory())
        + "\ncontroldata="
        + Shell.quote(cluster.program("pg_controldata"))
        + "\n"
        + LOOK;
  }

  static DataDirectoryFacts read(Node node, PgCluster cluster) {
    String output =
        node.host()
            .run(Command.script(lookScript(cluster) + REPORT).asRoot())
            .orThrow("look at the data directory")
            .stdout();
    Map<String, String> values = new HashMap<>();
    output
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1]));
    return new DataDirectoryFacts(
        cluster.dataDirectory(),
        "yes".equals(values.get("exists")),
        "yes".equals(values.get("mountpoint")),
        values.getOrDefault("marker", ""),
        values.getOrDefault("postmaster", ""),
        values.getOrDefault("systemid", ""),
        Integer.parseInt(values.getOrDefault("timeline", "0")),
        Long.parseLong(values.getOrDefault("nextoid", "0")),
        Integer.parseInt(values.getOrDefault("databases", "0")),
        "yes".equals(values.get("standby")));
  }

  boolean running() {
    return !postmaster.isEmpty();
  }

  /** Whether nobody ever created anything in it: as initdb left it. */
  boolean neverUsed() {
    return nextOid <= FIRST_NORMAL_OBJECT_ID && databases <= DATABASES_OF_INITDB;
  }
}
