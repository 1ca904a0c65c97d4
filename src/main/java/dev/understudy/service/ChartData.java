package dev.understudy.service;

import dev.understudy.api.Charts;
import dev.understudy.api.Charts.Point;
import dev.understudy.api.Charts.Series;
import dev.understudy.audit.ArchiveSamples;
import dev.understudy.store.LagSamples;
import dev.understudy.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the charts of the last day are drawn from. */
final class ChartData {
  private static final Duration DAY = Duration.ofDays(1);

  private ChartData() {}

  static Charts of(Store store, String cluster, Instant now) {
    Instant from = now.minus(DAY);
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (LagSamples.Sample sample : new LagSamples(store).since(cluster, from)) {
      lines
          .computeIfAbsent(sample.node(), node -> new ArrayList<>())
          .add(new Point(sample.at(), sample.bytes()));
    }
    List<Series> lag =
        lines.entrySet().stream().map(line -> new Series(line.getKey(), line.getValue())).toList();
    List<Point> waiting = new ArrayList<>();
    new ArchiveSamples(store)
        .waiting(cluster, from)
        .forEach((at, segments) -> waiting.add(new Point(at, segments)));
    return new Charts(cluster, from, now, lag, waiting);
  }
}
