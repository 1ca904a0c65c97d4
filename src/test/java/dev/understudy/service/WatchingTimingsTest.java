package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ConfigurationReader;
import dev.understudy.watch.Timings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long answers are waited for, by what clusters are configured to do about silence. */
class WatchingTimingsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    // mode, automatic, unreachable_for; beat, answer of a server, of a host in ms
    "async, false, 1s, 1000, 2000, 3000",
    "async, true,  9s, 1000, 2000, 3000",
    "async, true,  6s, 1000, 2000, 2000",
    "async, true,  3s,  500, 1000, 1000",
    "async, true,  1s,  250,  500, 1000",
    "sync,  true,  1s,  250,  500, 1000",
    "sync,  true,  8s,  250,  500, 3000",
  })
  void followFromTheConfiguration(
      String mode, boolean automatic, String window, long beat, long answer, long host)
      throws IOException {
    Timings timings = timings(mode, automatic, window);

    assertThat(timings.beat()).isEqualTo(Duration.ofMillis(beat));
    assertThat(timings.answer()).isEqualTo(Duration.ofMillis(answer));
    assertThat(timings.hostAnswer()).isEqualTo(Duration.ofMillis(host));
  }

  private Timings timings(String mode, boolean automatic, String window) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("understudy.yaml"),
            """
            ssh: { user: admin }
            clusters:
              orders:
                postgresql: 15
                primary: alpha
                nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
                replication: { mode: %s }
                failover: { automatic: %s, unreachable_for: %s }
            """
                .formatted(mode, automatic, window));
    return Watching.timings(new ConfigurationReader(Map.of(), directory).read(file));
  }
}
