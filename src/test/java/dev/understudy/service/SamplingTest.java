package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.Charts;
import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.store.LagSamples;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a look is kept, for how long, and what the charts make of it. */
class SamplingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static NodeView node(
      String name, @Nullable String lsn, @Nullable String replayed, @Nullable String trouble) {
    return new NodeView(
        name,
        9000,
        300L,
        lsn == null ? "standby" : "primary",
        "7",
        1,
        lsn,
        replayed,
        replayed,
        false,
        null,
        null,
        List.of(),
        1,
        2,
        "",
        trouble,
        null,
        null,
        null,
        null,
        null);
  }

  private static Map<String, Long> lags(NodeView... nodes) {
    return Sampling.lags(new ClusterView("orders", NOW, List.of(nodes)));
  }

  @Test
  void bytesAreCountedToTheOnePrimary() {
    NodeView alpha = node("alpha", "0/5000000", null, null);
    NodeView bravo = node("bravo", null, "0/4FFFF00", null);
    NodeView ahead = node("charlie", null, "0/5000100", null);

    assertThat(lags(alpha, bravo, ahead)).isEqualTo(Map.of("bravo", 256L, "charlie", 0L));
  }

  @Test
  void whatIsNotKnownIsNoPoint() {
    NodeView alpha = node("alpha", "0/5000000", null, null);
    NodeView bravo = node("bravo", null, "0/4FFFF00", null);

    assertThat(lags(node("alpha", "0/5000000", null, "timed out"), bravo)).isEmpty();
    assertThat(lags(alpha, node("bravo", null, "0/4FFFF00", "timed out"))).isEmpty();
    assertThat(lags(alpha, node("charlie", "0/6000000", null, null), bravo)).isEmpty();
    assertThat(lags(alpha, node("bravo", null, null, null))).isEmpty();
  }

  @Test
  void theChartsHaveTheLastDayAndWhatIsOlderThanTheLimitIsGone(@TempDir Path directory) {
    try (Store store = Store.openForWriting(directory)) {
      LagSamples samples = new LagSamples(store);
      Instant old = NOW.minus(Duration.ofDays(8));
      samples.keep(old, Map.of("orders", Map.of("bravo", 1L)), old);
      Instant yesterday = NOW.minus(Duration.ofHours(25));
      samples.keep(yesterday, Map.of("orders", Map.of("bravo", 2L)), yesterday.minusSeconds(1));
      assertThat(samples.since("orders", old)).hasSize(1);
      samples.keep(
          NOW.minusSeconds(60),
          Map.of("orders", Map.of("bravo", 3L, "charlie", 4L), "stock", Map.of("golf", 5L)),
          NOW.minus(Duration.ofDays(7)));
      samples.keep(NOW, Map.of("orders", Map.of("bravo", 6L)), NOW.minus(Duration.ofDays(7)));

      Charts charts = ChartData.of(store, "orders", NOW);

      assertThat(charts.lag())
          .containsExactly(
              new Charts.Series(
                  "bravo",
                  List.of(new Charts.Point(NOW.minusSeconds(60), 3), new Charts.Point(NOW, 6))),
              new Charts.Series("charlie", List.of(new Charts.Point(NOW.minusSeconds(60), 4))));
      assertThat(charts.waiting()).isEmpty();
      assertThat(samples.since("orders", old)).hasSize(4);
    }
  }
}
