package dev.understudy.postgres;

import dev.understudy.common.Shell;
import dev.understudy.config.BaseBackupConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The commands that copy a primary's data directory. Pure. */
public final class BaseBackupCommand {
  private static final long MIN_RATE = 32;
  private static final long MAX_RATE = 1 << 20;

  private final PgCluster cluster;

  /**
   * @param cluster the standby's cluster; the backup goes into its data directory
   */
  public BaseBackupCommand(PgCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * A script for the cluster's OS user: the backup, then the check of its manifest where the
   * version has one. Tablespaces go to the paths that they have on the primary, which must be empty
   * or absent. The password comes from the password file.
   *
   * @param directory an empty or absent directory to write into
   */
  public String script(StandbyInputs inputs, String directory, BaseBackupConfig config) {
    String backup =
        "PGPASSFILE="
            + Shell.quote(cluster.passFile())
            + " LC_ALL=C "
            + Shell.words(arguments(inputs, directory, config));
    return verify(directory).isEmpty()
        ? "set -e\n" + backup + "\n"
        : "set -e\n" + backup + "\n" + "LC_ALL=C " + Shell.words(verify(directory)) + "\n";
  }

  /** pg_basebackup with its arguments. */
  public List<String> arguments(StandbyInputs inputs, String directory, BaseBackupConfig config) {
    List<String> words =
        new ArrayList<>(
            List.of(
                cluster.program("pg_basebackup"),
                "--pgdata=" + directory,
                "--format=plain",
                "-X",
                "stream",
                "--slot=" + inputs.slot(),
                "--checkpoint=" + config.checkpoint().name().toLowerCase(Locale.ROOT),
                "--label=understudy " + inputs.node(),
                "--no-password",
                "--progress",
                "--verbose",
                "--dbname=" + connection(inputs)));
    config.maxRate().ifPresent(bytes -> words.add("--max-rate=" + kilobytes(bytes) + "k"));
    return words;
  }

  /** pg_verifybackup with its arguments; empty where the version has none. */
  public List<String> verify(String directory) {
    return cluster.dialect().has(Capability.BACKUP_MANIFEST)
        ? List.of(cluster.program("pg_verifybackup"), "--quiet", "--exit-on-error", directory)
        : List.of();
  }

  private String connection(StandbyInputs inputs) {
    return new StandbyFiles(cluster)
        .connection(inputs)
        // An argument is visible to everybody on the host: the password stays in its file.
        .without("password")
        .with("application_name", "understudy basebackup " + inputs.node())
        .toString();
  }

  private static long kilobytes(long bytes) {
    return Math.max(MIN_RATE, Math.min(MAX_RATE, bytes / 1024));
  }
}
