package dev.understudy.archive;

import dev.understudy.common.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How pgBackRest brings a base backup back into a directory of its own, and WAL to a server there:
 * beside a server of the same cluster that uses the same configuration file.
 *
 * @param places those of the cluster
 * @param data the data directory
 * @param work a directory for what pgBackRest keeps meanwhile
 */
public record PgBackRestRestore(ArchivePlaces places, String data, String work) {
  private static final String PROGRESS =
      """
      percent=$(tail -c 4096 "$out" | sed -n 's/.*, \\([0-9][0-9]*\\)\\.[0-9]*%).*/\\1/p' | tail -n 1)
      [ -z "$percent" ] || echo "$((percent * total / 100)) $total"
      """;

  /** Prints what {@link PgBackRestInfo} reads. */
  public static String info(ArchivePlaces places) {
    return new PgBackRestCommand(places).line("info", "--output=json");
  }

  /** Prints the names of all files of a cluster's WAL archive, below their directories. */
  public static String list(ArchivePlaces places) {
    return new PgBackRestCommand(places).line("repo-ls", "--recurse")
        + " "
        + Shell.quote("archive/" + places.cluster());
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

  /** Restores a backup where the configuration file says. It prints as the others do. */
  public static String inPlace(ArchivePlaces places, String label, String data) {
    return new PgBackRestCommand(places)
        .line(
            "restore",
            "--set=" + label,
            "--type=none",
            "--pg1-path=" + data,
            "--log-level-console=detail",
            "--log-level-stderr=off",
            "--no-log-timestamp");
  }

  /** What of that says something about a failure. */
  public static String words(String printed) {
    return printed
        .lines()
        .filter(line -> !line.contains(" DETAIL: ") && !line.contains("  INFO: "))
        .filter(line -> !line.contains("--delta and --force have been disabled"))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /**
   * Shell that tells from what it printed how far it is.
   *
   * @param out the file that it prints to
   * @param total bytes
   */
  public static String progress(String out, long total) {
    return "out=%s\ntotal=%d\n".formatted(Shell.quote(out), total) + PROGRESS;
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
