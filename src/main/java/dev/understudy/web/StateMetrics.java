package dev.understudy.web;

import dev.understudy.api.ClusterView;
import dev.understudy.api.DeliveryView;
import dev.understudy.api.RunSummary;
import dev.understudy.api.VerdictView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures of what the service thinks of its clusters, has done for them, and has told of them. */
final class StateMetrics {
  private static final String FAILOVER = "failover";
  private static final String DONE = "done";

  private final MeterRegistry registry;
  private final MultiGauge verdict;
  private final MultiGauge refused;
  private final MultiGauge candidate;
  private final MultiGauge doneAt;
  private final MultiGauge took;
  private final MultiGauge underWay;
  private final MultiGauge notifications;

  StateMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.verdict = gauge("verdict", "", "1 for what the service thinks of a cluster now");
    this.refused =
        gauge("failover.refused", "", "Whether something speaks against an automatic failover");
    this.candidate = gauge("failover.candidate", "", "Whether a standby could take over now");
    this.doneAt = gauge("run.done.timestamp", "seconds", "When such a run was done last");
    this.took = gauge("run.duration", "seconds", "How long the last one that was done took");
    this.underWay =
        gauge("run.started.timestamp", "seconds", "When the oldest that has not ended began");
    this.notifications =
        gauge("notifications", "", "Of the newest that people were told, by channel and state");
  }

  private MultiGauge gauge(String name, String unit, String about) {
    MultiGauge.Builder builder = MultiGauge.builder("understudy." + name).description(about);
    return (unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry);
  }

  void verdicts(List<ClusterView> views) {
    verdict.register(judged(views, StateMetrics::words, found -> 1), true);
    refused.register(judged(views, found -> Tags.empty(), StateMetrics::refused), true);
    List<ClusterView> asked = views.stream().filter(StateMetrics::hasStandbys).toList();
    candidate.register(judged(asked, found -> Tags.empty(), StateMetrics::candidate), true);
  }

  private static List<Row<?>> judged(
      List<ClusterView> views,
      Function<VerdictView, Tags> tags,
      Function<VerdictView, Integer> value) {
    return views.stream()
        .filter(view -> view.verdict() != null)
        .<Row<?>>map(
            view -> {
              VerdictView found = Objects.requireNonNull(view.verdict());
              Tags all = Tags.of("cluster", view.cluster()).and(tags.apply(found));
              return Row.of(all, value.apply(found));
            })
        .toList();
  }

  private static Tags words(VerdictView found) {
    return Tags.of("code", found.code(), "action", found.action());
  }

  private static int refused(VerdictView found) {
    return FAILOVER.equals(found.action()) && !found.obstacles().isEmpty() ? 1 : 0;
  }

  /** Of a cluster that is not provisioned yet, or is one node, nothing is to be expected. */
  private static boolean hasStandbys(ClusterView view) {
    VerdictView found = view.verdict();
    return found != null && (found.candidate() != null || !found.refused().isEmpty());
  }

  private static int candidate(VerdictView found) {
    return found.candidate() == null ? 0 : 1;
  }

  /**
   * Of runs.
   *
   * @param runs newest first
   */
  void runs(List<RunSummary> runs) {
    Map<Tags, RunSummary> done = new LinkedHashMap<>();
    Map<Tags, RunSummary> begun = new LinkedHashMap<>();
    for (RunSummary run : runs) {
      Tags tags = Tags.of("cluster", run.cluster(), "workflow", run.workflow());
      if (DONE.equals(run.status())) {
        done.putIfAbsent(tags, run);
      } else if (run.finished() == null) {
        begun.put(tags, run);
      }
    }
    doneAt.register(rows(done, run -> seconds(run.finished())), true);
    took.register(rows(done, StateMetrics::duration), true);
    underWay.register(rows(begun, run -> seconds(run.started())), true);
  }

  private static List<Row<?>> rows(
      Map<Tags, RunSummary> runs, Function<RunSummary, @Nullable Number> value) {
    Map<Tags, Number> values = new LinkedHashMap<>();
    runs.forEach(
        (tags, run) -> {
          Number number = value.apply(run);
          if (number != null) {
            values.put(tags, number);
          }
        });
    return values.entrySet().stream()
        .<Row<?>>map(one -> Row.of(one.getKey(), one.getValue()))
        .toList();
  }

  private static @Nullable Number seconds(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli() / 1000.0;
  }

  private static @Nullable Number duration(RunSummary run) {
    return run.started() == null || run.finished() == null
        ? null
        : Duration.between(run.started(), run.finished()).toMillis() / 1000.0;
  }

  void notifications(List<DeliveryView> told) {
    Map<Tags, Long> counts =
        told.stream()
            .map(one -> Tags.of("channel", one.channel(), "state", one.state().replace(' ', '_')))
            .collect(Collectors.groupingBy(tags -> tags, Collectors.counting()));
    notifications.register(
        counts.entrySet().stream()
            .<Row<?>>map(one -> Row.of(one.getKey(), one.getValue()))
            .toList(),
        true);
  }
}
