package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears, from a socket of its kind, by the real systemd-notify. */
class ServiceManagerTest {
  private static final String RECEIVER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      out = open(sys.argv[2], 'a')
      while True:
          text, descriptors, flags, address = socket.recv_fds(s, 4096, 8)
          [os.close(d) for d in descriptors]
          out.write(text.decode().strip() + '\\n')
          out.flush()
      """;

  @TempDir Path directory;
  private final AtomicReference<String> stuck = new AtomicReference<>();
  private final AtomicInteger asked = new AtomicInteger();
  private Path socket;
  private Path heard;
  private Process receiver;

  @BeforeEach
  void listen() throws IOException {
    socket = directory.resolve("notify");
    heard = Files.createFile(directory.resolve("heard"));
    receiver =
        new ProcessBuilder("python3", "-c", RECEIVER, socket.toString(), heard.toString()).start();
    await(() -> Files.exists(socket));
  }

  @AfterEach
  void end() {
    receiver.destroyForcibly();
  }

  @Test
  void thatTheServiceIsReadyAndGoesOnAndEnds() {
    try (ServiceManager manager = manager()) {
      manager.ready();
      await(() -> count("WATCHDOG=1") >= 2);
      assertThat(heard()).startsWith("READY=1");

      stuck.set("the engine's round has not come round for 46 s");
      int before = count("WATCHDOG=1");
      // What was under way when it got stuck is at most one.
      int rounds = asked.get();
      await(() -> asked.get() > rounds + 3);
      assertThat(count("WATCHDOG=1")).isLessThanOrEqualTo(before + 1);
      stuck.set(null);
      await(() -> count("WATCHDOG=1") > before + 1);

      manager.stopping();
      await(() -> heard().contains("STOPPING=1"));
    }
  }

  private ServiceManager manager() {
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "300000");
    return new ServiceManager(
        environment,
        () -> {
          asked.incrementAndGet();
          return Optional.ofNullable(stuck.get());
        });
  }

  private int count(String word) {
    return (int) heard().stream().filter(word::equals).count();
  }

  private List<String> heard() {
    try {
      return Files.readAllLines(heard);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
