package dev.understudy.archive;

import dev.understudy.common.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How pgBackRest brings a base backup back into a directory of its own, and WAL to a server there:
 * beside a server of the same cluster that uses the same configuration file.
 *
 * @param places those of the cluster
 * @param data the data directory
 * @param work a directory for what pgBackRest keeps meanwhile
 */
public record PgBackRestRestore(ArchivePlaces places, String data, String work) {
  /** Prints what {@link PgBackRestInfo} reads. */
  public static String info(ArchivePlaces places) {
    return new PgBackRestCommand(places).line("info", "--output=json");
  }

  /**
   * Goes on with what it had begun, file by file. It prints a line for each file, and writes
   * nothing about recovery: what the server is told stands elsewhere.
   *
   * @param tablespaces the directory that all tablespaces go to; empty: where they were
   */
  public String restore(String label, Optional<String> tablespaces) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--set=" + label,
                "--type=none",
                "--delta",
                "--pg1-path=" + data,
                "--lock-path=" + work + "/lock",
                "--log-level-console=detail",
                "--log-level-stderr=off",
                "--log-level-file=off",
                "--no-log-timestamp"));
    tablespaces.ifPresent(path -> options.add("--tablespace-map-all=" + path));
    return new PgBackRestCommand(places).line("restore", options.toArray(String[]::new));
  }

  /**
   * The restore_command of a server in the data directory. What is fetched in advance lies apart
   * from that of the host's own server.
   */
  public String restoreCommand() {
    String variables =
        "PGBACKREST_PG1_PATH=%s PGBACKREST_SPOOL_PATH=%s PGBACKREST_LOCK_PATH=%s "
            .formatted(
                Shell.quote(data), Shell.quote(work + "/spool"), Shell.quote(work + "/lock"));
    return variables.replace("%", "%%")
        + RestoreWrapper.command(places.restoreScript(), RestoreWrapper.Mode.RECOVERY);
  }
}
