package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.config.CheckId;
import java.time.Duration;
import java.time.Instant;

/** Whether PostgreSQL's archiver gets rid of its segments. Pure. */
final class ArchiverFailures {
  static final String CHECK = CheckId.ARCHIVER_FAILURES.id();

  private ArchiverFailures() {}

  static Finding of(ArchiveSnapshot snapshot, ArchivePolicy policy) {
    if (snapshot.archiver().isEmpty()) {
      return snapshot.unasked(CHECK);
    }
    ArchiverStats stats = snapshot.archiver().get();
    return judged(snapshot, stats, policy)
        .with(Measure.of("archiver_failed", stats.failed(), Measure.Unit.TOTAL));
  }

  private static Finding judged(
      ArchiveSnapshot snapshot, ArchiverStats stats, ArchivePolicy policy) {
    if (!stats.archiving()) {
      return Finding.critical(CHECK, "archive_mode is off: the primary archives nothing");
    }
    if (stats.lastFailed().isEmpty()) {
      return Finding.ok(CHECK, "no failure is known");
    }
    Instant failed = stats.lastFailed().get();
    boolean overcome = stats.lastArchived().filter(failed::isBefore).isPresent();
    String last = stats.failed() + " failures, the last with " + stats.lastFailedFile();
    if (overcome) {
      return Finding.ok(CHECK, last + " at " + failed + ", overcome");
    }
    boolean lasting =
        snapshot
            .oldestReady()
            .map(ready -> Duration.between(ready, snapshot.at()))
            .filter(waiting -> waiting.compareTo(policy.patience()) > 0)
            .isPresent();
    String text = "failing: " + last + " at " + failed;
    return lasting ? Finding.critical(CHECK, text) : Finding.warning(CHECK, text);
  }
}
