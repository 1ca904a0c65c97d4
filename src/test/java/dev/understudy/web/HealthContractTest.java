package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.common.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patroni's health checks, as load balancers ask for them. */
class HealthContractTest {
  private static final String ALPHA = "/clusters/orders/nodes/alpha/";
  private static final String BRAVO = "/clusters/orders/nodes/bravo/";

  @TempDir Path directory;
  private TestWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb(directory);
    // 1 MiB and 328 bytes behind.
    web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/4F00000"));
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @ParameterizedTest
  @CsvSource({
    // check, primary, standby
    "primary,                        200, 503",
    "read-write,                     200, 503",
    "leader,                         200, 503",
    "replica,                        503, 200",
    "replica?lag=2MB,                503, 200",
    "replica?lag=1MB,                503, 503",
    "replica?lag=1048904,            503, 200",
    "replica?lag=1048903,            503, 503",
    "replica?lag=nonsense,           503, 200",
    "replica?replication_state=streaming, 503, 200",
    "replica?tag_room=east,          503, 503",
    "asynchronous,                   503, 200",
    "async?lag=1kB,                  503, 503",
    "synchronous,                    503, 503",
    "read-only,                      200, 200",
    "read-only?lag=1MB,              200, 503",
    "health,                         200, 200",
    "liveness,                       200, 200",
    "readiness,                      200, 503",
    "readiness?lag=2MB,              200, 200",
    "readiness?lag=2MB&mode=write,   200, 200",
    "nonsense,                       404, 404"
  })
  void theRoleDecides(String check, int primary, int standby) {
    for (String method : new String[] {"GET", "HEAD", "OPTIONS"}) {
      assertThat(web.send(method, ALPHA + check, "").statusCode()).isEqualTo(primary);
      assertThat(web.send(method, BRAVO + check, "").statusCode()).isEqualTo(standby);
    }
  }

  @Test
  void aSilentNodeIsNothing() {
    web.watched(
        TestWeb.silent("alpha", "primary", "timed out"),
        TestWeb.silent("bravo", "standby", "refused"));

    for (String check : new String[] {"primary", "read-only", "health", "readiness"}) {
      assertThat(web.get(ALPHA + check).statusCode()).isEqualTo(503);
    }
    assertThat(web.get(BRAVO + "replica").statusCode()).isEqualTo(503);
    assertThat(web.get(BRAVO + "liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerThatIsTooOldVouchesForNothing() {
    web.watched(aged(TestWeb.primary("alpha", "0/5000148"), 3_999L));
    assertThat(web.get(ALPHA + "primary").statusCode()).isEqualTo(200);

    web.watched(aged(TestWeb.primary("alpha", "0/5000148"), 4_001L));
    assertThat(web.get(ALPHA + "primary").statusCode()).isEqualTo(503);
    assertThat(web.get(ALPHA + "health").statusCode()).isEqualTo(503);
  }

  @Test
  void aStandbyThatCommitsWaitForIsSynchronous() {
    ClusterView view = web.understudy.views.get(0);
    web.understudy.views.clear();
    web.understudy.views.add(
        new ClusterView(view.cluster(), view.at(), null, view.nodes(), List.of("bravo")));

    assertThat(web.get(BRAVO + "synchronous").statusCode()).isEqualTo(200);
    assertThat(web.get(BRAVO + "read-only-sync").statusCode()).isEqualTo(200);
    assertThat(web.get(BRAVO + "asynchronous").statusCode()).isEqualTo(503);
    assertThat(web.get(ALPHA + "synchronous").statusCode()).isEqualTo(503);
  }

  @Test
  void ofTwoPrimariesNoneIsOne() {
    web.watched(TestWeb.primary("alpha", "0/5000148"), TestWeb.primary("bravo", "0/5000148"));

    assertThat(web.get(ALPHA + "primary").statusCode()).isEqualTo(503);
    assertThat(web.get(BRAVO + "primary").statusCode()).isEqualTo(503);
    assertThat(web.get(BRAVO + "health").statusCode()).isEqualTo(200);
  }

  @Test
  void whileNothingIsWatchedNothingIsPromised() {
    web.understudy.views.clear();

    assertThat(web.get(ALPHA + "primary").statusCode()).isEqualTo(503);
    assertThat(web.get(ALPHA + "liveness").statusCode()).isEqualTo(503);
    assertThat(web.get("/clusters/orders").statusCode()).isEqualTo(503);
    assertThat(web.get("/clusters/nope").statusCode()).isEqualTo(404);
    assertThat(web.get("/clusters/orders/nodes/nope/primary").statusCode()).isEqualTo(404);
  }

  @Test
  void bodiesHaveThePatroniShape() {
    JsonNode node = Json.read(web.get(BRAVO + "replica").body());
    assertThat(node.get("role").asText()).isEqualTo("replica");
    assertThat(node.get("state").asText()).isEqualTo("running");
    assertThat(node.at("/xlog/replayed_location").asLong()).isEqualTo(0x4F00000L);
    assertThat(node.at("/patroni/name").asText()).isEqualTo("bravo");
    assertThat(node.get("replication_state").asText()).isEqualTo("streaming");

    JsonNode cluster = Json.read(web.get("/clusters/orders").body());
    assertThat(cluster.get("scope").asText()).isEqualTo("orders");
    assertThat(cluster.at("/members/0/role").asText()).isEqualTo("leader");
    assertThat(cluster.at("/members/1/state").asText()).isEqualTo("streaming");
    assertThat(cluster.at("/members/1/lag").asLong()).isEqualTo(1_048_904);
    assertThat(cluster.at("/members/1/host").asText()).isEqualTo("10.0.0.2");
  }

  @Test
  void theHistoryHasThePatroniShapeWithoutWhatAPersonSaid() {
    web.understudy.history.add(TestWeb.CHANGE);

    assertThat(web.get("/clusters/orders/history").body())
        .isEqualTo("[[1,83886408,\"failover\",\"" + TestWeb.NOW + "\",\"bravo\"]]");
    assertThat(web.get("/clusters/nope/history").statusCode()).isEqualTo(404);
  }

  @Test
  void aHealthPortIsTheRootOfItsNodeAlsoWithoutAHostHeader() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    web.close();
    web =
        new TestWeb(
            Files.createDirectory(directory.resolve("ports")),
            Limits.USUAL,
            "",
            """
              stock:
                postgresql: 15
                primary: alpha
                nodes:
                  alpha: { host: 10.0.1.1 }
                  bravo: { host: 10.0.1.2, health_port: %d, tags: { room: east } }
            """
                .formatted(port));
    web.watched(
        "stock", TestWeb.primary("alpha", "0/5000148"), TestWeb.standby("bravo", "0/5000148"));

    assertThat(head(port, "OPTIONS /replica?lag=1MB&tag_room=east")).contains(" 200 ");
    assertThat(head(port, "HEAD /")).contains(" 503 ");
    assertThat(head(port, "GET /health")).contains(" 200 ");
    HttpRequest api =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/runs")).build();
    assertThat(web.client.send(api, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
  }

  /** As HAProxy's {@code option httpchk} asks. */
  private static String head(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write((request + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static NodeView aged(NodeView node, long millis) {
    return new NodeView(
        node.node(),
        node.observedMs(),
        millis,
        node.role(),
        node.systemIdentifier(),
        node.timeline(),
        node.lsn(),
        node.received(),
        node.replayed(),
        node.paused(),
        node.receiver(),
        node.messageMs(),
        node.senders(),
        node.slots(),
        node.connections(),
        node.upstream(),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
