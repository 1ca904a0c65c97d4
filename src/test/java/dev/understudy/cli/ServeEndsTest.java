package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is told to end does so in order, and says so with its exit code. */
class ServeEndsTest {
  @TempDir Path directory;

  @Test
  void withZeroAfterSigterm() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("understudy.yaml"),
            """
            ssh: { user: admin, identity: ./key, known_hosts: ./known }
            service: { listen: "127.0.0.1:0" }
            clusters:
              orders:
                postgresql: 15
                primary: alpha
                nodes: { alpha: { host: 10.77.0.11 } }
            """);
    Process service =
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
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      awaitLock(service);
      service.destroy();
      assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(service.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
    } finally {
      service.destroyForcibly();
    }
  }

  private void awaitLock(Process service) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (Store.lockHolder(directory.resolve("var")).isEmpty()) {
      assertThat(service.isAlive() && System.nanoTime() < end).isTrue();
      LockSupport.parkNanos(20_000_000);
    }
  }
}
