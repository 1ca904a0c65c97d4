package dev.understudy.steps;

import dev.understudy.archive.Backup;
import dev.understudy.archive.PgBackRestReport;
import dev.understudy.common.PreconditionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * That a run's backup can be restored as far as names and sizes in the repository tell: nothing is
 * downloaded for it.
 */
final class BackupProof {
  private BackupProof() {}

  /**
   * @throws PreconditionException when the run took no backup, or something of it is missing
   */
  static Map<String, String> of(
      BackupRepository repository, PgBackRestReport report, String node, String run) {
    Backup backup =
        report
            .takenBy(run)
            .orElseThrow(
                () ->
                    new PreconditionException(
                        node,
                        "the repository has no finished backup of this run",
                        "take another: understudy backup"));
    if (backup.failed()) {
      throw new PreconditionException(
          node,
          "pgBackRest found pages with wrong checksums while it took " + backup.label(),
          "see its log for the files; nothing expires, so older backups are still there");
    }
    List<String> unsound = unsound(backup, report.backups());
    if (!unsound.isEmpty()) {
      throw new PreconditionException(
          node,
          "%s builds on backups that are damaged or gone: %s"
              .formatted(backup.label(), String.join(", ", unsound)),
          "take a full backup; nothing expires, so older backups are still there");
    }
    List<String> missing = repository.contents(backup, report.archiveId()).missing(backup);
    if (!missing.isEmpty()) {
      throw new PreconditionException(
          node,
          "the repository lacks what %s needs: %s"
              .formatted(backup.label(), String.join(", ", missing)),
          "see who removes files there; nothing expires, so older backups are still there");
    }
    Map<String, String> evidence = new LinkedHashMap<>(ArchiveBackupStep.evidence(backup));
    evidence.put("repository", "holds its manifest, and every segment of that WAL");
    return evidence;
  }

  /** The labels of the backups that one needs and no restore could use. Pure. */
  static List<String> unsound(Backup backup, List<Backup> all) {
    return backup.references().stream()
        .filter(needed -> all.stream().noneMatch(b -> b.label().equals(needed) && !b.failed()))
        .toList();
  }
}
