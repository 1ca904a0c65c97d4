package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans and status look, and never become the one who carries runs out. */
class LookTest {
  @TempDir Path directory;
  private Configuration configuration;

  @BeforeEach
  void configure() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("understudy.yaml"),
            """
            data: ./var
            ssh: { user: admin, identity: ./key, known_hosts: ./known }
            clusters:
              orders:
                postgresql: 15
                primary: alpha
                nodes: { alpha: { host: 10.77.0.11 }, bravo: { host: 10.77.0.12 } }
            """);
    configuration = new ConfigurationReader(Map.of(), directory).read(file);
  }

  @Test
  void startsNoEngineAndLeavesTheStoreToOthers() {
    try (Session looking = Session.look(() -> configuration, Clock.systemUTC())) {
      assertThat(looking.hasEngine()).isFalse();
      try (Store other = Store.openForWriting(configuration.data())) {
        assertThat(other.owner()).isEqualTo(looking.store().owner());
      }
    }
  }

  @Test
  void worksBesideAService() {
    try (Store service = Store.openForWriting(configuration.data());
        Session looking = Session.look(() -> configuration, Clock.systemUTC())) {
      assertThat(looking.hasEngine()).isFalse();
      assertThat(looking.store().owner()).isEqualTo(service.owner());
    }
  }
}
