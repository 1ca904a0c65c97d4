package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckId;
import dev.understudy.wal.SegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster's archive is worth: every finding about it, the good ones included. Pure: the same
 * snapshot and policy give the same findings.
 */
public final class ArchiveJudgement {
  static final String REPOSITORY = CheckId.ARCHIVE_REPOSITORY.id();
  static final String WRITER = CheckId.ARCHIVE_WRITER.id();

  private ArchiveJudgement() {}

  /**
   * Judges a snapshot.
   *
   * @param size of the cluster's segments
   */
  public static List<Finding> of(ArchiveSnapshot snapshot, SegmentSize size, ArchivePolicy policy) {
    List<Finding> findings = new ArrayList<>();
    if (snapshot.inventory().isPresent()) {
      findings.addAll(stored(snapshot, snapshot.inventory().get(), policy));
    } else {
      if (!snapshot.unreachable().isEmpty()) {
        findings.add(Finding.unknown(REPOSITORY, snapshot.unreachable()));
      }
      findings.add(Staleness.unlisted(snapshot, policy));
    }
    findings.add(ArchiverFailures.of(snapshot, policy));
    findings.add(Backlog.of(snapshot, size, policy));
    return List.copyOf(findings);
  }

  private static List<Finding> stored(
      ArchiveSnapshot snapshot, Inventory inventory, ArchivePolicy policy) {
    Continuity continuity = Continuity.of(inventory);
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(REPOSITORY, inventory.repository() + " can be listed"));
    findings.addAll(ContinuityFindings.of(inventory, continuity));
    findings.add(writer(snapshot, inventory, continuity));
    findings.add(Staleness.of(snapshot, continuity.end(), policy));
    if (inventory.keepsBackups()) {
      findings.addAll(new BackupDrift(snapshot, inventory, continuity.line(), policy).findings());
    }
    return findings;
  }

  private static Finding writer(
      ArchiveSnapshot snapshot, Inventory inventory, Continuity continuity) {
    Optional<Finding> stranger =
        snapshot
            .systemId()
            .flatMap(own -> inventory.systemId().filter(id -> !id.equals(own)))
            .map(id -> Finding.critical(WRITER, "it belongs to the system " + id));
    Optional<Finding> fork =
        snapshot
            .primary()
            .flatMap(
                now ->
                    continuity
                        .line()
                        .filter(line -> line.timeline().isNewerThan(now.timeline()))
                        .map(
                            line ->
                                Finding.critical(
                                    WRITER,
                                    "another server wrote timeline "
                                        + line.timeline()
                                        + ", the primary is on "
                                        + now.timeline())));
    return stranger.or(() -> fork).orElse(Finding.ok(WRITER, "nobody else writes into it"));
  }
}
