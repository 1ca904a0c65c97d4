package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
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
  static final String CHECK = CheckId.ARCHIVE_STALENESS.id();

  /** What an idle server may write without ever finishing a segment. */
  static final long IDLE = 64 << 10;

  private Staleness() {}

  /**
   * By the archive itself.
   *
   * @param end where the newest archived segment ends; empty when nothing was archived
   */
  static Finding of(ArchiveSnapshot snapshot, Optional<Lsn> end, ArchivePolicy policy) {
    Optional<PrimarySample> now = snapshot.primary();
    if (now.isEmpty()) {
      return snapshot.unasked(CHECK);
    }
    Optional<Instant> since = since(snapshot, end);
    Duration waiting = waiting(snapshot, since);
    long behind = end.map(archived -> behind(now.get().written(), archived)).orElse(0L);
    String archived = end.map(lsn -> "the archive ends at " + lsn).orElse("nothing is archived");
    return judged(
            since.isEmpty()
                ? archived + ", and nothing waits that counts"
                : archived + ", " + owing(now.get(), end) + " for " + Sizes.time(waiting),
            waiting,
            policy)
        .with(Measure.of("archive_behind", behind, Measure.Unit.BYTES), measure(waiting, policy));
  }

  /** By what the primary says alone, where the archive could not be listed. */
  static Finding unlisted(ArchiveSnapshot snapshot, ArchivePolicy policy) {
    Optional<PrimarySample> now = snapshot.primary();
    if (now.isEmpty()) {
      return snapshot.unasked(CHECK);
    }
    Duration waiting = waiting(snapshot, finished(snapshot));
    long ready = now.get().ready();
    boolean late = waiting.compareTo(policy.patience()) > 0;
    if (!late && !snapshot.unreachable().isEmpty()) {
      return Finding.unknown(
          CHECK, ready + " finished segments wait, and the archive's end is not known");
    }
    String text =
        ready == 0
            ? "no finished segment waits"
            : ready + " finished segments wait for " + Sizes.time(waiting);
    return judged(text, waiting, policy).with(measure(waiting, policy));
  }

  private static Finding judged(String text, Duration waiting, ArchivePolicy policy) {
    return waiting.compareTo(policy.patience()) > 0
        ? Finding.critical(CHECK, text)
        : Finding.ok(CHECK, text);
  }

  private static Measure measure(Duration waiting, ArchivePolicy policy) {
    return Measure.of("archive_waiting", waiting.toSeconds(), Measure.Unit.SECONDS)
        .upTo(null, policy.patience().toSeconds());
  }

  private static Duration waiting(ArchiveSnapshot snapshot, Optional<Instant> since) {
    return since.map(begin -> Duration.between(begin, snapshot.at())).orElse(Duration.ZERO);
  }

  private static long behind(Lsn written, Lsn archived) {
    return written.isAtLeast(archived) ? written.minus(archived) : 0;
  }

  private static String owing(PrimarySample now, Optional<Lsn> end) {
    String segments = now.ready() == 0 ? "" : now.ready() + " finished segments wait";
    return end.filter(archived -> owed(now.written(), archived))
        .map(archived -> Sizes.bytes(now.written().minus(archived)) + " of WAL are beyond it")
        .map(beyond -> segments.isEmpty() ? beyond : beyond + " and " + segments)
        .orElse(segments);
  }

  private static boolean owed(Lsn written, Lsn archived) {
    return behind(written, archived) > IDLE;
  }

  /** The earliest moment at which the first WAL that is missing is known to have been there. */
  private static Optional<Instant> since(ArchiveSnapshot snapshot, Optional<Lsn> end) {
    PrimarySample now = snapshot.primary().orElseThrow();
    Optional<Instant> written =
        end.filter(archived -> owed(now.written(), archived))
            .flatMap(
                archived ->
                    snapshot.samples().stream()
                        .filter(sample -> owed(sample.written(), archived))
                        .map(PrimarySample::at)
                        .findFirst());
    return Stream.concat(finished(snapshot).stream(), written.stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Instant> finished(ArchiveSnapshot snapshot) {
    return snapshot
        .oldestReady()
        .filter(ready -> snapshot.primary().filter(now -> now.ready() > 0).isPresent());
  }
}
