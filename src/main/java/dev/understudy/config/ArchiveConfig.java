package dev.understudy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a cluster's WAL and base backups go.
 *
 * @param repository always there with the kinds pgbackrest and directory, never with the others
 * @param archiveTimeout after which an unfinished segment is finished (PostgreSQL's
 *     archive_timeout), whole seconds
 * @param cipher the passphrase that pgBackRest encrypts with
 * @param commands always there with the kind command, never with the others
 */
public record ArchiveConfig(
    Kind kind,
    Optional<RepositoryConfig> repository,
    Duration archiveTimeout,
    Optional<Hidden> cipher,
    Backups backups,
    Optional<RestoreDrill> restoreDrill,
    Optional<Commands> commands) {
  public static final Duration ARCHIVE_TIMEOUT = Duration.ofSeconds(60);

  /** What ships WAL. */
  public enum Kind {
    NONE,
    PGBACKREST,
    DIRECTORY,
    COMMAND
  }

  /**
   * When base backups are taken.
   *
   * @param full the schedule of full ones, as Quartz writes it; empty: none by schedule
   * @param incremental the schedule of those in between
   * @param keepFull how many full ones are kept; empty: all
   */
  public record Backups(
      Optional<String> full, Optional<String> incremental, OptionalInt keepFull) {}

  /**
   * When the newest backup is restored to see that it can be.
   *
   * @param schedule as Quartz writes it
   * @param on the node that restores
   * @param queries what the restored cluster is asked
   */
  public record RestoreDrill(String schedule, String on, List<ProbeQuery> queries) {
    public RestoreDrill {
      queries = List.copyOf(queries);
    }
  }

  /**
   * A question to a restored cluster.
   *
   * @param sql a SELECT without a semicolon; right when the first column of every row is true
   */
  public record ProbeQuery(String database, String sql) {}

  /** The user's own commands, with PostgreSQL's {@code %p} and {@code %f}. */
  public record Commands(String archive, String restore) {}

  /** No archive. */
  public static ArchiveConfig none() {
    return new ArchiveConfig(
        Kind.NONE,
        Optional.empty(),
        ARCHIVE_TIMEOUT,
        Optional.empty(),
        new Backups(Optional.empty(), Optional.empty(), OptionalInt.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
