package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.config.SshConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts to which there is no connection: certainly nothing was done there. */
class UnreachableHostIT {
  @TempDir static Path directory;

  @BeforeAll
  static void key() {
    Sandbox.key(directory, "id", "ed25519");
  }

  private static SshHost host(String address, int port) {
    SshConfig config =
        new SshConfig(
            "root",
            directory.resolve("id"),
            directory.resolve("known_hosts"),
            SshConfig.UnknownHosts.REFUSE);
    SshTarget target = new SshTarget("alpha", "root", address, port);
    SshConnector connector = new SshConnector(config, Duration.ofSeconds(1));
    return new SshHost(
        target, new SshSessions(target, connector::connect), Sandbox.QUICK, Sleeper.SYSTEM);
  }

  private static void fails(SshHost host, String message) {
    assertThatThrownBy(() -> host.run(Command.of("true")))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.CONNECTION));
  }

  @Test
  void refuses() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    fails(host("127.0.0.1", port), "refused");
  }

  @Test
  void hasNoAddress() {
    fails(host("no-such-host.invalid", 22), "no-such-host.invalid has no address");
  }

  @Test
  void acceptsAndNeverAnswersWhichCostsAllThreadsOneLimit() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SshHost host = host("127.0.0.1", socket.getLocalPort());
      var threads = Executors.newFixedThreadPool(5);
      long begin = System.nanoTime();
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 5)
              .mapToObj(i -> CompletableFuture.runAsync(() -> fails(host, "no SSH"), threads))
              .toList();
      all.forEach(CompletableFuture::join);
      threads.shutdown();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void closesAtOnce() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CompletableFuture.runAsync(
          () -> {
            try {
              socket.accept().close();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      fails(host("127.0.0.1", socket.getLocalPort()), "no SSH");
    }
  }
}
