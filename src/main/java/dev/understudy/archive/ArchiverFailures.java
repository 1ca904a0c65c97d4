package dev.understudy.archive;

import dev.understudy.common.Finding;
import java.time.Duration;
import java.time.Instant;

/** Whether PostgreSQL's archiver gets rid of its segments. Pure. */
final class ArchiverFailures {
  static final String CHECK = "archiver";

  private ArchiverFailures() {}

  static Finding of(ArchiveSnapshot snapshot, ArchivePolicy policy) {
    if (snapshot.archiver().isEmpty()) {
      return Finding.unknown(CHECK, "the primary could not be asked");
    }
    ArchiverStats stats = snapshot.archiver().get();
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
