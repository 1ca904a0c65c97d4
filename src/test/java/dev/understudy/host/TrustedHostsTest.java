package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.SshConfig;
import dev.understudy.config.SshConfig.UnknownHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedHostsTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBpv8QmJ0bkIbMaZQ3hA0p6wTgKxyuWlR4pP6jlZQ0aT";

  @TempDir Path directory;

  private TrustedHosts trusted(String address, int port) {
    return new TrustedHosts(
        new SshConfig(
            "admin",
            directory.resolve("key"),
            directory.resolve("ssh/known_hosts"),
            UnknownHosts.REFUSE),
        address,
        port);
  }

  @Test
  void aKeyIsKnownOnceItIsTrusted() throws IOException {
    assertThat(trusted("10.0.0.12", 22).known()).isFalse();
    trusted("10.0.0.12", 22).trust(List.of(KEY));
    trusted("10.0.0.13", 2222).trust(List.of(KEY));

    assertThat(trusted("10.0.0.12", 22).known()).isTrue();
    assertThat(trusted("10.0.0.13", 2222).known()).isTrue();
    assertThat(trusted("10.0.0.13", 22).known()).isFalse();
    assertThat(trusted("10.0.0.14", 22).known()).isFalse();
    assertThat(directory.resolve("ssh/known_hosts"))
        .hasContent("10.0.0.12 " + KEY + "\n[10.0.0.13]:2222 " + KEY + "\n");
  }

  @Test
  void aLineThatWasCutIsNotContinued() throws IOException {
    Path file = Files.createDirectories(directory.resolve("ssh")).resolve("known_hosts");
    Files.writeString(file, "10.0.0.11 " + KEY);
    trusted("10.0.0.12", 22).trust(List.of(KEY));
    assertThat(file).hasContent("10.0.0.11 " + KEY + "\n10.0.0.12 " + KEY + "\n");
  }
}
