package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.RunSummary;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API answers. */
@Timeout(60)
class ApiTest {
  private static final String RUN = "/api/v1/runs/" + TestWeb.RUN;

  @TempDir Path directory;
  private final long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
  private final List<String> told = new ArrayList<>();
  private TestWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb(directory);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void clustersAreAsTheCommandShowsThem() {
    JsonNode cluster = json(web.get("/api/v1/clusters/orders"));

    assertThat(cluster.get("status")).isEqualTo(Json.read(Json.write(TestWeb.status())));
    assertThat(cluster.at("/nodes/1/host").asText()).isEqualTo("10.0.0.2");
    assertThat(cluster.get("seen").asText()).isNotEmpty();
    assertThat(json(web.get("/api/v1/clusters/orders/nodes/bravo")).get("lag_bytes").asLong())
        .isEqualTo(1_048_904);
    assertThat(json(web.get("/api/v1/clusters")).get(0).get("name").asText()).isEqualTo("orders");
  }

  @Test
  void findingsAreReadAndSilencedByWhoMayOperate() {
    web.understudy.findings.add(TestWeb.finding(TestWeb.acknowledgement()));
    web.understudy.silences.add(TestWeb.acknowledgement());

    JsonNode found = json(web.get("/api/v1/clusters/orders/findings?all=true"));
    assertThat(found.at("/0/check").asText()).isEqualTo("slot-lost");
    assertThat(found.at("/0/silence/owner").asText()).isEqualTo("maria");
    assertThat(web.understudy.asked).contains("findings orders all");
    assertThat(json(web.get("/api/v1/findings/12")).at("/changes/0/sentence").asText())
        .isEqualTo("WAL is gone");
    assertThat(web.get("/api/v1/findings/x").statusCode()).isEqualTo(404);
    assertThat(web.get("/api/v1/clusters/none/findings").statusCode()).isEqualTo(404);
    assertThat(json(web.get("/api/v1/clusters/orders/silences"))).hasSize(1);

    String silences = "/api/v1/clusters/orders/silences";
    String body = "{\"kind\":\"maintenance\",\"node\":\"bravo\",\"reason\":\"disks\",";
    String until = "\"until\":\"2026-12-01T06:00:00Z\"}";
    assertThat(web.as(Role.READ, "POST", silences, body + until).statusCode()).isEqualTo(403);
    assertThat(web.as(Role.OPERATE, "POST", silences, body + until).statusCode()).isEqualTo(201);
    assertThat(web.understudy.asked.toString())
        .contains("silence Maintenance[cluster=orders, node=Optional[bravo]");
    assertThat(web.as(Role.OPERATE, "POST", silences, body + "\"until\":\"soon\"}").statusCode())
        .isEqualTo(400);
    assertThat(web.as(Role.OPERATE, "POST", "/api/v1/silences/3/end", "").statusCode())
        .isEqualTo(200);
    assertThat(web.understudy.asked).contains("end silence 3");
  }

  @Test
  void aClusterThatCannotBeSeenSaysWhyAndWhatItWas() {
    web.get("/api/v1/clusters/orders");
    web.understudy.failure =
        new UnderstudyException(ErrorClass.CONNECTION, "alpha", "no route", "look at it", null);

    JsonNode cluster = awaitCluster(view -> view.has("problem"));

    assertThat(cluster.at("/problem/class").asText()).isEqualTo("connection");
    assertThat(cluster.at("/status/primary").asText()).isEqualTo("alpha");
  }

  private JsonNode awaitCluster(Predicate<JsonNode> wanted) {
    JsonNode view = json(web.get("/api/v1/clusters/orders"));
    while (!wanted.test(view) && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
      view = json(web.get("/api/v1/clusters/orders"));
    }
    return view;
  }

  @Test
  void runsAreTheNewestOnes() {
    web.understudy.runs.add(new RunSummary("older", "detach", "orders", "done", null, null, null));

    assertThat(json(web.get("/api/v1/runs"))).hasSize(2);
    assertThat(json(web.get("/api/v1/runs?limit=1&cluster=orders"))).hasSize(1);
    assertThat(web.understudy.asked).endsWith("runs *", "runs orders");
    assertThat(json(web.get(RUN)).at("/steps/0/evidence/slot").asText()).isEqualTo("b");
  }

  @Test
  void eventsComeInPages() {
    JsonNode page = json(web.get(RUN + "/events?after=1"));

    assertThat(page.get("last").asLong()).isEqualTo(2);
    assertThat(page.at("/events/0/sentence").asText()).isEqualTo("the run is done");
    assertThat(json(web.get(RUN + "/events?after=2")).get("events")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pause|''|Pause[]",
        "resume|{}|Resume[]",
        "cancel|''|Cancel[]",
        "retry|''|Retry[steps=[]]",
        "retry|{\"steps\":[{\"step\":\"slot\",\"node\":\"bravo\"}]}"
            + "|Retry[steps=[StepRef[step=slot, node=Optional[bravo]]]]",
        "skip|{\"steps\":[{\"step\":\"slot\"}],\"reason\":\"by hand\"}"
            + "|Skip[steps=[StepRef[step=slot, node=Optional.empty]], reason=by hand]",
      })
  void runsAreControlled(String order, String body, String control) {
    HttpResponse<String> answer = web.as(Role.OPERATE, "POST", RUN + "/" + order, body);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).contains(RUN);
    assertThat(json(answer).get("run").asText()).isEqualTo(TestWeb.RUN);
    assertThat(web.understudy.asked).endsWith("control " + TestWeb.RUN + " " + control);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/clusters/orders/runs|{\"workflow\":\"provision\"}|provision orders",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"copy-anew\",\"node\":\"bravo\"}|copy-anew orders bravo",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"remove-node\",\"node\":\"bravo\"}|remove-node orders bravo",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"base-backup\",\"type\":\"full\"}|backup orders full",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"detach\"}|detach orders",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"switchover\",\"node\":\"bravo\"}|switchover orders bravo",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"rejoin\",\"node\":\"bravo\"}|rejoin orders bravo",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"restore-drill\",\"node\":\"bravo\"}|drill orders bravo",
        "/api/v1/clusters/orders/runs|{\"workflow\":\"failover\",\"force\":true,\"reason\":\"unplugged\"}"
            + "|failover FailoverOrder[cluster=orders, node=, forced=true, dataLoss=false, reason=unplugged]",
      })
  void runsAreStarted(String path, String body, String asked) {
    assertThat(web.as(Role.ADMIN, "POST", path, body).statusCode()).isEqualTo(202);
    assertThat(web.understudy.asked).endsWith(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/api/v1/clusters/nope|''|404",
        "GET|/api/v1/clusters/orders/nodes/nope|''|404",
        "GET|/api/v1/runs?cluster=nope|''|404",
        "GET|/api/v1/runs?limit=0|''|400",
        "GET|/api/v1/runs?limit=501|''|400",
        "GET|/api/v1/runs/x/events?after=-1|''|400",
        "GET|/api/v2/runs|''|404",
        "DELETE|/api/v1/runs|''|405",
        "POST|/api/v1/clusters/nope/runs|{}|404",
        "POST|/api/v1/clusters/orders/runs|{}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"drop-all\"}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"copy-anew\"}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"provision\",\"node\":\"bravo\"}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"provision\",\"x\":1}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"base-backup\",\"type\":\"huge\"}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"base-backup\"}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"switchover\"}|400",
        "POST|/api/v1/clusters/orders/runs|{\"workflow\":\"switchover\",\"node\":\"bravo\",\"force\":true}|400",
        "POST|/api/v1/clusters/orders/runs|{|400",
        "POST|/api/v1/runs/x/skip|{\"steps\":[{\"step\":\"slot\"}]}|400",
        "POST|/api/v1/runs/x/retry|{\"steps\":[{\"node\":\"bravo\"}]}|400",
        "POST|/api/v1/runs/x/retry|{\"steps\":[null]}|400",
      })
  void whatIsWrongIsAProblem(String method, String path, String body, int status) {
    HttpResponse<String> answer = web.as(Role.ADMIN, method, path, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asText()).isNotEmpty();
    assertThat(problem.get("title").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "USAGE, 404",
    "PRECONDITION, 409",
    "FENCED, 409",
    "CONNECTION, 502",
    "TIMEOUT, 504",
    "NO_SPACE, 507",
    "UNKNOWN, 500"
  })
  void theClassOfAnErrorDecidesTheStatus(ErrorClass errorClass, int status) {
    web.understudy.failure =
        new UnderstudyException(errorClass, "run x", "it does not work", "do this", null);

    HttpResponse<String> answer = web.get(RUN);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).get("class").asText()).isEqualTo(errorClass.label());
    assertThat(json(answer).get("remedy").asText()).isEqualTo("do this");
  }

  @Test
  void whatIsUnexpectedTellsNothing() {
    web.understudy.failure = new IllegalStateException("a secret path");

    HttpResponse<String> answer = web.get(RUN);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret", "IllegalState");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    HttpResponse<String> answer =
        web.send(
            "POST",
            RUN + "/retry",
            "{}",
            "Authorization",
            "Bearer " + web.tokens.get(Role.ADMIN),
            "Content-Type",
            "text/plain");

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void readyMeansThatTheStoreCanBeRead() {
    assertThat(web.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(web.send("HEAD", "/readyz", "").statusCode()).isEqualTo(200);

    web.understudy.failure =
        new UnderstudyException(ErrorClass.NO_SPACE, "store", "the disk is full", "", null);

    assertThat(web.get("/readyz").statusCode()).isEqualTo(503);
    assertThat(web.send("HEAD", "/readyz", "").statusCode()).isEqualTo(503);
    assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aRunIsFollowedUntilItRests() throws Exception {
    web.understudy.detail = TestWeb.run("running");
    try (BufferedReader lines = follow(RUN + "/events")) {
      assertThat(next(lines, "event: ")).isEqualTo("events");
      assertThat(next(lines, "data: ")).contains("the run begins");

      web.understudy.detail = TestWeb.run("done");

      assertThat(next(lines, "event: ")).isEqualTo("rest");
      assertThat(next(lines, "data: ")).contains("\"status\":\"done\"");
      assertThat(lines.lines().filter(line -> !line.isEmpty() && !line.startsWith(":"))).isEmpty();
    }
  }

  @Test
  void anInterruptedStreamGoesOnWhereItWas() throws Exception {
    try (BufferedReader lines = follow(RUN + "/events", "Last-Event-ID", "1")) {
      assertThat(next(lines, "data: ")).contains("is done").doesNotContain("begins");
    }
  }

  @Test
  void theBoardIsToldAsItChanges() throws Exception {
    web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/4F00000"));
    web.understudy.detail = TestWeb.run("running");
    web.understudy.runs.set(
        0, new RunSummary(TestWeb.RUN, "provision", "orders", "running", null, null, null));
    try (BufferedReader lines = follow("/api/v1/events")) {
      awaitData(lines, data -> data.contains("\"replayed\":\"0/4F00000\""));
      awaitData(lines, data -> data.contains("\"steps\"") && data.contains("\"running\""));

      web.understudy.detail = TestWeb.run("done");
      web.understudy.runs.set(
          0, new RunSummary(TestWeb.RUN, "provision", "orders", "done", null, null, null));

      awaitData(lines, data -> data.contains("\"steps\"") && data.contains("\"status\":\"done\""));
    }
  }

  @Test
  void nobodyLooksAtTheHostsForNobody() {
    assertThat(web.get("/api/v1/clusters").statusCode()).isEqualTo(200);

    assertThat(web.understudy.asked).isEmpty();
  }

  @Test
  void streamsAreLimitedAndTheServiceEndsAllTheSame() throws Exception {
    web.close();
    web =
        new TestWeb(
            directory.resolve("."),
            new Limits(1 << 10, 64, 1, 99, 99, 9),
            ", tokens_file: ./t2",
            "");
    try (BufferedReader lines = follow("/api/v1/events")) {
      assertThat(next(lines, "event: ")).isEqualTo("cluster");
      assertThat(web.get("/api/v1/events").statusCode()).isEqualTo(503);

      web.close();

      drain(lines);
    }
  }

  @Test
  void whatIsFollowedEndsWithItsToken() throws Exception {
    web.understudy.detail = TestWeb.run("running");
    String bearer = "Bearer " + web.tokens.get(Role.READ);
    try (BufferedReader run = follow(RUN + "/events", "Authorization", bearer);
        BufferedReader all = follow("/api/v1/events", "Authorization", bearer)) {
      assertThat(next(run, "event: ")).isEqualTo("events");
      assertThat(next(all, "event: ")).isEqualTo("cluster");

      web.file.revoke("a-read");
      web.watched(TestWeb.primary("alpha", "0/6000000"));

      drain(run);
      drain(all);
    }
  }

  /** To its end, orderly or not. */
  private static void drain(BufferedReader lines) {
    try {
      lines.lines().forEach(line -> {});
    } catch (UncheckedIOException e) {
      assertThat(e).hasMessageContaining("closed");
    }
  }

  private BufferedReader follow(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(web.uri(path)).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<InputStream> answer =
        web.client.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private String next(BufferedReader lines, String prefix) throws IOException {
    String line = lines.readLine();
    // A sign of life comes all ten seconds, so this looks at the time every now and then.
    while (line != null && !line.startsWith(prefix) && System.nanoTime() < end) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull().startsWith(prefix);
    return line.substring(prefix.length());
  }

  private void awaitData(BufferedReader lines, Predicate<String> wanted) throws IOException {
    // What one part waits for may have been told before another part.
    while (told.stream().noneMatch(wanted)) {
      told.add(next(lines, "data: "));
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body());
  }
}
