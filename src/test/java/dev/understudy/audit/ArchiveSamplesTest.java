package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.PrimarySample;
import dev.understudy.store.Store;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.SystemId;
import dev.understudy.wal.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveSamplesTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final SystemId OURS = new SystemId(7);

  @TempDir Path data;

  private static PrimarySample at(Duration ago) {
    return new PrimarySample(
        NOON.minus(ago), new Timeline(3), Lsn.parse("16/B374D848"), 4, 1 << 20);
  }

  @Test
  void whatIsKeptComesBack() {
    Store.openForWriting(data).close();
    // As a guest beside a service does.
    try (Store store = Store.openForReading(data)) {
      ArchiveSamples samples = new ArchiveSamples(store);
      samples.keep("orders", OURS, at(Duration.ofMinutes(2)), new SegmentSize(1 << 20));
      samples.keep("orders", OURS, at(Duration.ofMinutes(1)), new SegmentSize(1 << 20));

      assertThat(samples.before(NOON, "orders", OURS))
          .containsExactly(at(Duration.ofMinutes(2)), at(Duration.ofMinutes(1)));
      assertThat(samples.before(NOON, "orders", new SystemId(8))).isEmpty();
      assertThat(samples.before(NOON, "stock", OURS)).isEmpty();
      assertThat(samples.segmentSize("orders")).contains(new SegmentSize(1 << 20));
      assertThat(samples.segmentSize("stock")).isEmpty();
    }
  }

  @Test
  void theyAreFewAndYoung() {
    try (Store store = Store.openForWriting(data)) {
      ArchiveSamples samples = new ArchiveSamples(store);
      samples.keep("orders", OURS, at(Duration.ofDays(-1)), SegmentSize.DEFAULT);
      samples.keep("stock", OURS, at(Duration.ofDays(3)), SegmentSize.DEFAULT);
      samples.keep("orders", OURS, at(Duration.ofSeconds(3)), SegmentSize.DEFAULT);
      samples.keep("orders", OURS, at(Duration.ZERO), SegmentSize.DEFAULT);

      int kept =
          store
              .reader()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT count(*) FROM archive_sample")
                          .mapTo(Integer.class)
                          .one());
      assertThat(kept).isEqualTo(1);
      assertThat(samples.before(NOON, "orders", OURS)).containsExactly(at(Duration.ofSeconds(3)));
    }
  }
}
