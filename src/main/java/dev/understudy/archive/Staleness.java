package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether WAL has waited too long to be archived. An idle server writes a little at checkpoints and
 * archives nothing (PostgreSQL since 10: archive_timeout needs activity that matters), so time
 * alone says nothing: there must be WAL beyond the archive's end. Pure.
 */
final class Staleness {
  static final String CHECK = "archive freshness";

  /** What an idle server may write without ever finishing a segment. */
  static final long IDLE = 64 << 10;

  private Staleness() {}

  /**
   * @param end where the newest archived segment ends; empty when nothing was archived
   */
  static Finding of(ArchiveSnapshot snapshot, Optional<Lsn> end, ArchivePolicy policy) {
    Optional<PrimarySample> now = snapshot.primary();
    if (now.isEmpty()) {
      return Finding.unknown(CHECK, "the primary could not be asked");
    }
    Lsn written = now.get().written();
    Lsn archived = end.orElseGet(() -> snapshot.samples().get(0).written());
    if (!owed(written, archived)) {
      return Finding.ok(CHECK, "all but the WAL in progress is archived, up to " + archived);
    }
    Duration waiting = Duration.between(since(snapshot, archived), snapshot.at());
    String what =
        Sizes.bytes(written.minus(archived))
            + " of WAL beyond "
            + archived
            + (waiting.isZero() ? "" : " for " + Sizes.time(waiting))
            + (now.get().ready() > 0 ? ", " + now.get().ready() + " finished segments" : "");
    return waiting.compareTo(policy.patience()) > 0
        ? Finding.critical(CHECK, "not archived: " + what)
        : Finding.ok(CHECK, "on its way: " + what);
  }

  private static boolean owed(Lsn written, Lsn archived) {
    return written.isAtLeast(archived) && written.minus(archived) > IDLE;
  }

  /** When the first WAL that is still missing was there; the earliest moment that is proved. */
  private static Instant since(ArchiveSnapshot snapshot, Lsn archived) {
    Instant seen =
        snapshot.samples().stream()
            .filter(sample -> owed(sample.written(), archived))
            .map(PrimarySample::at)
            .findFirst()
            .orElse(snapshot.at());
    return snapshot.oldestReady().filter(ready -> ready.isBefore(seen)).orElse(seen);
  }
}
