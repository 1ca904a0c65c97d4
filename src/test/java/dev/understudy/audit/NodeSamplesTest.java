package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.audit.Sample.Name;
import dev.understudy.audit.Sample.Series;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSamplesTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Series REPLAYED = new Series("bravo", Name.REPLAYED);
  private static final Series DISK = new Series("bravo", Name.DATA_FREE);

  @TempDir Path data;

  @Test
  void theyComeBackOldestFirstAndThoseThatAreTooOldGo() {
    try (Store store = Store.openForWriting(data)) {
      NodeSamples samples = new NodeSamples(store);
      for (long minutes : List.of(500L, 200L, 20L, -5L, 0L)) {
        Instant at = NOON.minus(Duration.ofMinutes(minutes));
        Sample sample = new Sample(at, minutes);
        samples.keep("orders", Map.of(REPLAYED, sample, DISK, sample), at);
        samples.keep("orders", Map.of(DISK, sample), at);
      }
      samples.keep("stock", Map.of(DISK, new Sample(NOON.minusSeconds(1), 7)), NOON);

      Map<Series, List<Sample>> before = samples.before(NOON, "orders");

      assertThat(before.get(REPLAYED)).extracting(Sample::value).containsExactly(20L);
      assertThat(before.get(DISK)).extracting(Sample::value).containsExactly(200L, 20L);
      assertThat(samples.before(NOON.plusSeconds(600), "orders").get(DISK))
          .as("from a clock that was wrong")
          .extracting(Sample::value)
          .containsExactly(200L, 20L, 0L);
    }
  }
}
