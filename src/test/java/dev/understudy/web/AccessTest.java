package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and what a request must look like. */
class AccessTest {
  @TempDir Path directory;
  private TestWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new TestWeb(directory);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @ParameterizedTest
  @CsvSource({
    // method, path, body, nobody, read, operate, admin
    "GET,  /healthz,                          '', 200, 200, 200, 200",
    "GET,  /api/v1/clusters,                  '', 200, 200, 200, 200",
    "GET,  /api/v1/clusters/orders,           '', 200, 200, 200, 200",
    "GET,  /api/v1/runs,                      '', 200, 200, 200, 200",
    "GET,  /api/v1/clusters/orders/kept-copies, '', 401, 403, 200, 200",
    "POST, /api/v1/clusters/orders/runs, {\"workflow\":\"provision\"}, 401, 403, 202, 202",
    "POST, /api/v1/clusters/orders/runs, {\"workflow\":\"detach\"}, 401, 403, 403, 202",
    "POST, /api/v1/clusters/orders/runs, {\"workflow\":\"failover\"}, 401, 403, 202, 202",
    "POST, /api/v1/clusters/orders/runs, '{\"workflow\":\"failover\",\"force\":true}', 401, 403, 403, 202",
    "GET,  /api/v1/clusters/orders/history,   '', 200, 200, 200, 200",
    "POST, /api/v1/runs/20261124-213900-abcd/pause,  '', 401, 403, 202, 202",
    "POST, /api/v1/runs/20261124-213900-abcd/cancel, '', 401, 403, 202, 202",
  })
  void theRoleDecides(
      String method, String path, String body, int nobody, int read, int operate, int admin) {
    assertThat(web.send(method, path, body).statusCode()).isEqualTo(nobody);
    assertThat(web.as(Role.READ, method, path, body).statusCode()).isEqualTo(read);
    assertThat(web.as(Role.OPERATE, method, path, body).statusCode()).isEqualTo(operate);
    assertThat(web.as(Role.ADMIN, method, path, body).statusCode()).isEqualTo(admin);
  }

  @Test
  void everythingThatChangesSomethingNeedsAToken() {
    for (Route route : web.web.routes()) {
      if (!route.method().name().matches("GET|HEAD|OPTIONS")) {
        String path = route.path().replaceAll("\\{[a-z]+}", "x");
        assertThat(web.send(route.method().name(), path, "").statusCode()).as(path).isEqualTo(401);
      }
    }
    assertThat(web.understudy.asked).isEmpty();
  }

  @Test
  void whoDidItStandsInTheRun() {
    web.as(Role.OPERATE, "POST", "/api/v1/clusters/orders/runs", "{\"workflow\":\"provision\"}");

    assertThat(web.understudy.asked)
        .containsExactly("as a-operate by HTTP from 127.0.0.1", "provision orders");
  }

  @Test
  void aTokenThatIsNobodysIsRefusedEverywhere() {
    HttpResponse<String> answer = web.get("/api/v1/runs", "Authorization", "Bearer us_wrong");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(web.get("/api/v1/runs", "Authorization", "Basic eDp5").statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenIsKnownAtOnceAndRevokedAtOnce() {
    String secret = web.file.add("later", Role.READ, TestWeb.NOW);
    assertThat(web.get("/api/v1/runs", "Authorization", "Bearer " + secret).statusCode())
        .isEqualTo(200);

    web.file.revoke("later");

    assertThat(web.get("/api/v1/runs", "Authorization", "Bearer " + secret).statusCode())
        .isEqualTo(401);
  }

  @Test
  void withABrokenFileOfTokensNobodyIsLetIn() throws IOException {
    Path tokens = directory.resolve("var/tokens");
    Files.writeString(tokens, Files.readString(tokens) + "nonsense\n");

    assertThat(web.as(Role.ADMIN, "GET", "/api/v1/runs", "").statusCode()).isEqualTo(401);
  }

  @Test
  void wrongTokensAreNotTriedForLongAndRightOnesGoOn() throws IOException {
    int last = 0;
    for (int i = 0; i <= Limits.USUAL.strangers(); i++) {
      last = web.get("/api/v1/runs", "Authorization", "Bearer us_" + i).statusCode();
    }
    assertThat(last).isEqualTo(429);
    assertThat(web.as(Role.READ, "GET", "/api/v1/runs", "").statusCode()).isEqualTo(200);
  }

  @Test
  void oneClientCannotAskWithoutEnd() throws IOException {
    web.close();
    web =
        new TestWeb(
            Files.createDirectory(directory.resolve("b")),
            new Limits(1 << 10, 16, 2, 3, 1, 10),
            "",
            "");
    for (int i = 0; i < 3; i++) {
      assertThat(web.get("/api/v1/runs").statusCode()).isEqualTo(200);
    }
    assertThat(web.get("/api/v1/runs").statusCode()).isEqualTo(429);
    // A load balancer that got this answer would take a healthy node out.
    assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1:8460", "[::1]:8460", "db.example.com", "LOCALHOST:1"})
  void namesThatAreItsOwnAreAnswered(String host) throws IOException {
    web.close();
    web =
        new TestWeb(
            Files.createDirectory(directory.resolve("n")),
            Limits.USUAL,
            ", host_names: \"db.example.com\"",
            "");
    assertThat(status("GET /api/v1/runs HTTP/1.1\r\nHost: " + host + "\r\n")).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host: evil.example.com", "Host: localhost.evil.com", "Host: [::1", "Host:"})
  void otherNamesAreNot(String header) throws IOException {
    assertThat(status("GET /api/v1/runs HTTP/1.1\r\n" + header + "\r\n"))
        .containsAnyOf(" 421 ", " 400 ");
    assertThat(web.understudy.asked).isEmpty();
  }

  @Test
  void anAnswerSaysWhatABrowserMayDoWithIt() {
    HttpResponse<String> answer = web.get("/");

    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aLargeBodyIsRefused() {
    String body = "{\"workflow\":\"" + "x".repeat((int) Limits.USUAL.body()) + "\"}";

    HttpResponse<String> answer = web.as(Role.ADMIN, "POST", "/api/v1/clusters/orders/runs", body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Json.read(answer.body()).get("status").asInt()).isEqualTo(413);
  }

  private String status(String head) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", web.web.port())) {
      String request = head + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
