package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.Backup;
import dev.understudy.archive.BackupContents;
import dev.understudy.archive.PgBackRestCommand;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestReport;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.wal.SegmentSize;
import java.time.Duration;

/** The repository of a cluster's base backups, as one of its nodes sees it by pgBackRest. */
final class BackupRepository {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int MOST = 32 << 20;

  private static final String LIST =
      """
      set -eu
      cd /
      list() { eval "$ls"' "$1"'; echo; }
      list "backup/$stanza/$label"
      for folder in "$@"; do
        list "archive/$stanza/$database/$folder"
      done
      """;

  private final Site site;
  private final Node node;
  private final ArchiveEngine engine;

  /**
   * @throws PreconditionException when the cluster's archive keeps no base backups
   */
  BackupRepository(Site site, Node node) {
    this.site = site;
    this.node = node;
    this.engine =
        site.archive()
            .filter(found -> found.kind() == ArchiveConfig.Kind.PGBACKREST)
            .orElseThrow(
                () ->
                    new PreconditionException(
                        site.name(),
                        "the cluster has no archive that keeps base backups",
                        "configure archive with kind: pgbackrest, then: understudy provision "
                            + site.name()));
  }

  ArchiveEngine engine() {
    return engine;
  }

  PgBackRestCommand command() {
    return new PgBackRestCommand(engine.places());
  }

  /**
   * What there is, asked anew.
   *
   * @throws dev.understudy.archive.ArchiveException when the repository cannot be asked
   */
  PgBackRestReport report() {
    String info = RepositoryInfo.ask(node, engine).text();
    PgBackRestReport report = PgBackRestReport.of(info, site.name(), segmentSize());
    if (!report.stanza().error().isEmpty()) {
      throw PgBackRestErrors.explain(node.name(), "ask the repository", report.stanza().error());
    }
    return report;
  }

  /** What it holds of a backup, listed anew. */
  BackupContents contents(Backup backup, String database) {
    String variables =
        "stanza=%s\nlabel=%s\ndatabase=%s\nls=%s\nset -- %s\n"
            .formatted(
                Shell.quote(site.name()),
                Shell.quote(backup.label()),
                Shell.quote(database),
                Shell.quote(command().line("repo-ls", "--output=json")),
                Shell.words(BackupContents.folders(backup)));
    return BackupContents.of(run(variables + LIST).stdout());
  }

  private CommandResult run(String script) {
    CommandResult result =
        node.host()
            .run(Command.script(script).as(node.cluster().owner()).within(LIMIT).keeping(MOST));
    if (!result.ok()) {
      throw PgBackRestErrors.explain(
          node.name(), "ask the repository", result.stderr() + result.stdout());
    }
    return result;
  }

  private SegmentSize segmentSize() {
    String select = new ArchiverSql(site.dialect()).segmentSize();
    return new SegmentSize(node.psql().row(select).path("bytes").asLong());
  }
}
