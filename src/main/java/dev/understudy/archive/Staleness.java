package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

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
    Optional<Instant> since = since(snapshot, end);
    String archived = end.map(lsn -> "the archive ends at " + lsn).orElse("nothing is archived");
    if (since.isEmpty()) {
      return Finding.ok(CHECK, archived + ", and nothing waits that counts");
    }
    Duration waiting = Duration.between(since.get(), snapshot.at());
    String text = archived + ", " + owing(now.get(), end) + " for " + Sizes.time(waiting);
    return waiting.compareTo(policy.patience()) > 0
        ? Finding.critical(CHECK, text)
        : Finding.ok(CHECK, text);
  }

  private static String owing(PrimarySample now, Optional<Lsn> end) {
    String segments = now.ready() == 0 ? "" : now.ready() + " finished segments wait";
    return end.filter(archived -> owed(now.written(), archived))
        .map(archived -> Sizes.bytes(now.written().minus(archived)) + " of WAL are beyond it")
        .map(beyond -> segments.isEmpty() ? beyond : beyond + " and " + segments)
        .orElse(segments);
  }

  private static boolean owed(Lsn written, Lsn archived) {
    return written.isAtLeast(archived) && written.minus(archived) > IDLE;
  }

  /** The earliest moment at which the first WAL that is missing is known to have been there. */
  private static Optional<Instant> since(ArchiveSnapshot snapshot, Optional<Lsn> end) {
    PrimarySample now = snapshot.primary().orElseThrow();
    Optional<Instant> finished = snapshot.oldestReady().filter(ready -> now.ready() > 0);
    Optional<Instant> written =
        end.filter(archived -> owed(now.written(), archived))
            .flatMap(
                archived ->
                    snapshot.samples().stream()
                        .filter(sample -> owed(sample.written(), archived))
                        .map(PrimarySample::at)
                        .findFirst());
    return Stream.concat(finished.stream(), written.stream()).min(Comparator.naturalOrder());
  }
}
