package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ConfigurationReader;
import dev.understudy.web.LocalToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service reads its configuration again while it runs, and only what is right is used. */
class ReloadTest {
  private static final String FILE =
      """
      ssh: { user: admin, identity: ./key, known_hosts: ./known }
      service: { listen: "127.0.0.1:0" }
      clusters:
        orders:
          postgresql: 15
          primary: alpha
          nodes: { alpha: { host: 192.0.2.1 } }
      """;

  @TempDir Path directory;
  private Path file;
  private Process service;

  @BeforeEach
  void serve() throws IOException {
    file = Files.writeString(directory.resolve("understudy.yaml"), FILE);
    service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--config",
                file.toString(),
                "serve")
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    await(() -> LocalToken.find(directory.resolve("var")).isPresent());
  }

  @AfterEach
  void end() throws InterruptedException {
    service.destroyForcibly();
    service.waitFor(20, TimeUnit.SECONDS);
  }

  @Test
  void byACommandAndByASignal() throws Exception {
    Files.writeString(
        file,
        FILE.replace("127.0.0.1:0", "127.0.0.1:1").replace("192.0.2.1", "192.0.2.2")
            + "  stock: { postgresql: 16, primary: delta, nodes: { delta: { host: 192.0.2.3 } } }\n");
    RunningService running = running();
    assertThat(running.post("/api/v1/reload", Object.class).toString())
        .contains("clusters.orders.nodes.alpha.host: 192.0.2.1 -> 192.0.2.2")
        .contains("service.listen.port: 0 -> 1");
    assertThat(clusters(running)).contains("192.0.2.3");
    assertThat(running.get("/api/v1/schedules", Object.class).toString()).contains("stock/");

    Files.writeString(file, FILE.replace("postgresql: 15", "postgresql: fifteen"));
    hangUp();
    await(() -> logged("is not used; what held before still holds"));
    assertThat(clusters(running)).contains("192.0.2.3");

    Files.writeString(file, FILE);
    hangUp();
    await(() -> !clusters(running).contains("192.0.2.3"));
    assertThat(clusters(running)).contains("192.0.2.1").doesNotContain("192.0.2.2");
    assertThat(service.isAlive()).isTrue();
  }

  private static String clusters(RunningService running) {
    try {
      return running.get("/api/v1/clusters", Object.class).toString();
    } catch (RunningService.Silent e) {
      throw new AssertionError(e);
    }
  }

  private RunningService running() {
    return RunningService.of(new ConfigurationReader(Map.of(), directory).read(file), "maria")
        .orElseThrow();
  }

  private void hangUp() throws Exception {
    Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(service.pid())).start();
    assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private boolean logged(String text) {
    try {
      return Files.readString(log()).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(service.isAlive() && System.nanoTime() < end)
          .as(Optional.of(log()).filter(Files::exists).map(this::text).orElse(""))
          .isTrue();
      LockSupport.parkNanos(20_000_000);
    }
  }

  private String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
