package dev.understudy.web;

import dev.understudy.api.Charts;
import dev.understudy.api.ClusterView;
import dev.understudy.api.Connect;
import dev.understudy.api.FindingView;
import dev.understudy.api.NodeStatus;
import dev.understudy.api.NodeView;
import dev.understudy.api.RoleChange;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunEvent;
import dev.understudy.api.RunSummary;
import dev.understudy.api.SilenceView;
import dev.understudy.api.Status;
import dev.understudy.api.StepDetail;
import dev.understudy.api.VerdictView;
import dev.understudy.cli.FakeUnderstudy;
import dev.understudy.common.Severity;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real server on a free port, over a {@link FakeUnderstudy}, with a token for each role. */
final class TestWeb implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T21:40:00Z");
  static final String RUN = "20261124-213900-abcd";

  final FakeUnderstudy understudy = new FakeUnderstudy();
  final Map<Role, String> tokens = new EnumMap<>(Role.class);
  final TokenFile file;
  final Web web;
  final HttpClient client = HttpClient.newHttpClient();

  TestWeb(Path directory) throws IOException {
    this(directory, Limits.USUAL, "", "");
  }

  TestWeb(Path directory, Limits limits, String service, String clusters) throws IOException {
    Configuration configuration = configuration(directory, service, clusters);
    file = new TokenFile(configuration.service().tokensFile());
    for (Role role : Role.values()) {
      tokens.put(role, file.add("a-" + role.label(), role, NOW));
    }
    understudy.status = status();
    understudy.runs.add(new RunSummary(RUN, "provision", "orders", "done", NOW, NOW, null));
    understudy.detail = run("done");
    understudy.events.add(
        new RunEvent(NOW, "run", RUN, null, null, "running", 0, "the run begins", null));
    understudy.events.add(
        new RunEvent(NOW, "run", RUN, null, null, "done", 0, "the run is done", null));
    web = Web.of(configuration, understudy, limits);
    web.start();
  }

  static Configuration configuration(Path directory, String service, String clusters)
      throws IOException {
    Path path =
        Files.writeString(
            directory.resolve("understudy.yaml"),
            """
            ssh: { user: admin }
            service: { listen: "127.0.0.1:0"%s }
            clusters:
              orders:
                postgresql: 15
                primary: alpha
                nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
            %s
            """
                .formatted(service, clusters));
    return new ConfigurationReader(Map.of(), directory).read(path);
  }

  static final RoleChange CHANGE =
      new RoleChange(
          NOW,
          "failover",
          "alpha",
          "bravo",
          4,
          1,
          "0/5000148",
          "ssh",
          RUN,
          "maria",
          "alpha is unplugged");

  /** A day of two standbys, one of which was away for an hour. */
  static Charts charts() {
    List<Charts.Point> bravo = new ArrayList<>();
    List<Charts.Point> charlie = new ArrayList<>();
    List<Charts.Point> waiting = new ArrayList<>();
    for (int minute = 0; minute <= 1440; minute++) {
      Instant at = NOW.minusSeconds((1440 - minute) * 60L);
      long wave = minute % 240 * 100_000L;
      bravo.add(new Charts.Point(at, wave));
      if (minute < 600 || minute > 660) {
        charlie.add(new Charts.Point(at, wave / 4 + (minute % 2) * 90_000L));
      }
      waiting.add(new Charts.Point(at, minute % 300 / 60));
    }
    bravo.add(new Charts.Point(NOW, 0));
    charlie.add(new Charts.Point(NOW, 0));
    return new Charts(
        "orders",
        NOW.minusSeconds(86_400),
        NOW,
        List.of(new Charts.Series("bravo", bravo), new Charts.Series("charlie", charlie)),
        waiting);
  }

  static RunDetail run(String status) {
    StepDetail step =
        new StepDetail("slot", "bravo", "done", 1, Map.of("slot", "b"), null, NOW, NOW, null);
    return new RunDetail(RUN, "provision", "orders", status, NOW, NOW, null, List.of(step));
  }

  static Status status() {
    NodeStatus alpha =
        new NodeStatus(
            "alpha", "primary", "running", 1L, "0/5000148", null, null, null, null, null, null);
    NodeStatus bravo =
        new NodeStatus(
            "bravo",
            "standby",
            "streaming",
            1L,
            "0/5000148",
            "0/5000148",
            "0/4F00000",
            1_048_904L,
            true,
            false,
            null);
    Connect connect = new Connect("postgresql://10.0.0.1:5432/", "jdbc:postgresql://10.0.0.1/");
    return new Status("orders", 3, "alpha", List.of(alpha, bravo), connect);
  }

  /** One that is open. */
  static FindingView finding(@Nullable SilenceView silence) {
    return new FindingView(
        12,
        "orders",
        "slot-lost",
        "bravo",
        Severity.CRITICAL,
        "WAL that bravo needs is gone",
        "copy it anew",
        List.of(),
        NOW,
        NOW,
        null,
        silence,
        List.of(new FindingView.Change(NOW, Severity.CRITICAL, "WAL is gone")));
  }

  static SilenceView acknowledgement() {
    return new SilenceView(
        3,
        "acknowledgement",
        "orders",
        "slot-lost",
        "bravo",
        12L,
        "maria",
        "copied anew tonight",
        NOW,
        NOW.plusSeconds(3600),
        null);
  }

  static NodeView primary(String node, String lsn) {
    return view(node, "primary", lsn, null, null, null, null);
  }

  static NodeView standby(String node, String replayed) {
    return view(node, "standby", null, replayed, "streaming", null, null);
  }

  static NodeView silent(String node, String role, String trouble) {
    return view(node, role, null, null, null, trouble, 12_000L);
  }

  private static NodeView view(
      String node,
      String role,
      @Nullable String lsn,
      @Nullable String replayed,
      @Nullable String receiver,
      @Nullable String trouble,
      @Nullable Long troubleMs) {
    boolean standby = role.equals("standby");
    return new NodeView(
        node,
        90_000,
        trouble == null ? 300L : 13_000L,
        role,
        "7711872241606307390",
        1,
        lsn,
        replayed,
        replayed,
        standby ? false : null,
        receiver,
        standby ? 200L : null,
        List.of(),
        2,
        14,
        standby ? "10.0.0.1" : "",
        trouble,
        trouble == null ? null : "said the driver",
        troubleMs,
        null,
        null,
        null);
  }

  /** What the watching knows now. */
  void watched(NodeView... nodes) {
    watched("orders", nodes);
  }

  /** The same nodes, with this opinion of them. */
  void judged(String code, String action, String sentence, List<String> obstacles) {
    VerdictView verdict =
        new VerdictView(
            NOW, code, action, sentence, List.of(), obstacles, "bravo", 0L, Map.of(), null);
    understudy.views.replaceAll(view -> view.judged(verdict));
  }

  void watched(String cluster, NodeView... nodes) {
    understudy.views.clear();
    understudy.views.add(new ClusterView(cluster, NOW, List.of(nodes)));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + web.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request("GET", path, "", headers));
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    return send(request(method, path, body, headers));
  }

  HttpResponse<String> as(Role role, String method, String path, String body) {
    return send(
        request(
            method,
            path,
            body,
            "Authorization",
            "Bearer " + tokens.get(role),
            "Content-Type",
            "application/json"));
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body));
    return headers.length == 0 ? builder.build() : builder.headers(headers).build();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    web.close();
  }
}
