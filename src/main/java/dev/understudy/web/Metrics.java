package dev.understudy.web;

import dev.understudy.api.ClusterView;
import dev.understudy.api.FindingView;
import dev.understudy.api.NodeView;
import dev.understudy.api.RunSummary;
import dev.understudy.api.Understudy;
import dev.understudy.config.Configuration;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures for Prometheus, gathered when they are asked for. */
final class Metrics implements AutoCloseable {
  private static final String BEGUN = "begun";
  private static final int RUNS = 500;
  private static final int NOTIFICATIONS = 500;

  private final Supplier<Configuration> configuration;
  private final Understudy understudy;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final List<NodeGauge> nodeGauges;
  private final MultiGauge runs;
  private final MultiGauge findings;
  private final MultiGauge quietFindings;
  private final StateMetrics state;
  private final ActivityMetrics activity;

  /** A gauge of each node that has a value for it. */
  private record NodeGauge(MultiGauge gauge, Function<Health, @Nullable Number> value) {}

  Metrics(Supplier<Configuration> configuration, Understudy understudy) {
    this.configuration = configuration;
    this.understudy = understudy;
    processor();
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
    File store = configuration.get().data().resolve("understudy.db").toFile();
    Gauge.builder("understudy.store.size", store, File::length)
        .baseUnit("bytes")
        .description("The SQLite file")
        .strongReference(true)
        .register(registry);
    this.runs = gauge("understudy.runs", "", "Of the newest 500 runs, by cluster and status");
    this.findings = gauge("understudy.findings", "", "That are open and told");
    this.quietFindings =
        gauge("understudy.findings.quiet", "", "That are acknowledged, silenced or in maintenance");
    this.nodeGauges = nodeGauges();
    this.state = new StateMetrics(registry);
    this.activity = new ActivityMetrics(registry);
  }

  /** Two of Micrometer's names are not what Prometheus is used to. */
  private void processor() {
    registry
        .config()
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    new ProcessorMetrics().bindTo(registry);
    FunctionCounter.builder("process.cpu", this, metrics -> cpuSeconds())
        .baseUnit("seconds")
        .description("Time that all processors have spent on this process")
        .register(registry);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toNanos() / 1e9)
        .orElse(0.0);
  }

  private List<NodeGauge> nodeGauges() {
    return List.of(
        node("up", "", "Whether the server answered lately", h -> flag(h.answers())),
        node("primary", "", "Whether it accepts writes, and no other does", h -> flag(h.primary())),
        node("streaming", "", "Whether a standby streams", h -> standby(h, flag(h.streaming()))),
        node("lag", "bytes", "What a standby has not replayed", h -> standby(h, h.lag(false))),
        node("connections", "", "Of clients", h -> h.node().connections()),
        node("timeline", "", "The timeline it is on", h -> h.node().timeline()),
        node("slots", "", "Replication slots", h -> h.node().slots()),
        node("reading.age", "seconds", "How old its last answer is", h -> seconds(h.node())));
  }

  private NodeGauge node(
      String name, String unit, String about, Function<Health, @Nullable Number> value) {
    return new NodeGauge(gauge("understudy.node." + name, unit, about), value);
  }

  private MultiGauge gauge(String name, String unit, String about) {
    MultiGauge.Builder builder = MultiGauge.builder(name).description(about);
    return (unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry);
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }

  private static @Nullable Number standby(Health health, @Nullable Number value) {
    return "standby".equals(health.node().role()) ? value : null;
  }

  private static @Nullable Number seconds(NodeView node) {
    return node.readingMs() == null ? null : node.readingMs() / 1000.0;
  }

  /** A request begins. */
  void begin(Context context) {
    context.attribute(BEGUN, System.nanoTime());
  }

  /** A request has ended; streams end when their client goes, and say nothing about speed. */
  void end(Context context, String route) {
    Long begun = context.attribute(BEGUN);
    if (begun != null && !route.endsWith("/events")) {
      Timer.builder("http.server.requests")
          .description("Requests by route and status")
          .tags("method", context.method().name(), "uri", route)
          .tag("status", String.valueOf(context.statusCode()))
          .register(registry)
          .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  synchronized void answer(Context context) {
    List<Health> nodes = new ArrayList<>();
    configuration.get().clusters().keySet().forEach(name -> nodes.addAll(nodes(name)));
    for (NodeGauge one : nodeGauges) {
      one.gauge().register(rows(nodes, one.value()), true);
    }
    List<RunSummary> newest = understudy.runs(Optional.empty(), RUNS);
    runs.register(counted(newest.stream().map(Metrics::tags).toList()), true);
    state.runs(newest);
    activity.update(understudy.activity());
    state.verdicts(views());
    state.notifications(understudy.notifications(NOTIFICATIONS));
    List<FindingView> open = understudy.findings(Optional.empty(), false);
    findings.register(findingRows(open, false), true);
    quietFindings.register(findingRows(open, true), true);
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
  }

  private List<ClusterView> views() {
    return configuration.get().clusters().keySet().stream()
        .flatMap(name -> understudy.watched(name).stream())
        .toList();
  }

  private List<Health> nodes(String cluster) {
    Optional<ClusterView> view = understudy.watched(cluster);
    return view.stream()
        .flatMap(seen -> seen.nodes().stream())
        .map(
            node ->
                new Health(
                    view.orElseThrow(),
                    node,
                    Map.of(),
                    HealthContract.vouched(configuration.get())))
        .toList();
  }

  private static List<Row<?>> rows(List<Health> nodes, Function<Health, @Nullable Number> value) {
    List<Row<?>> rows = new ArrayList<>();
    for (Health health : nodes) {
      Number number = value.apply(health);
      if (number != null) {
        String cluster = health.view().cluster();
        rows.add(Row.of(Tags.of("cluster", cluster, "node", health.node().node()), number));
      }
    }
    return rows;
  }

  private static List<Row<?>> findingRows(List<FindingView> open, boolean quiet) {
    return counted(
        open.stream()
            .filter(finding -> (finding.silence() != null) == quiet)
            .map(Metrics::tags)
            .toList());
  }

  private static Tags tags(FindingView finding) {
    return Tags.of(
        "cluster",
        finding.cluster(),
        "check",
        finding.check(),
        "severity",
        finding.severity().name().toLowerCase(Locale.ROOT));
  }

  private static List<Row<?>> counted(List<Tags> each) {
    Map<Tags, Long> counts =
        each.stream().collect(Collectors.groupingBy(tags -> tags, Collectors.counting()));
    List<Row<?>> rows = new ArrayList<>();
    counts.forEach((tags, count) -> rows.add(Row.of(tags, count)));
    return rows;
  }

  private static Tags tags(RunSummary run) {
    return Tags.of("cluster", run.cluster(), "status", run.status());
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
