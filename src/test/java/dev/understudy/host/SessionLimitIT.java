package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many commands at once on a host whose sshd allows one session per connection. */
class SessionLimitIT {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start("MaxSessions 1");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void makesCommandsWaitAndLosesNone() {
    var threads = Executors.newFixedThreadPool(12);
    try (SshHosts hosts = sandbox.hosts("root")) {
      Host host = hosts.host("orders", "alpha");
      List<CompletableFuture<CommandResult>> all =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> host.run(Command.script("sleep 0.1; echo " + i)), threads))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).join().stdout()).isEqualTo(i + "\n");
      }
      assertThat(sandbox.inside("pgrep -f '^sshd: root' | wc -l").strip()).isEqualTo("1");
    } finally {
      threads.shutdown();
    }
  }
}
