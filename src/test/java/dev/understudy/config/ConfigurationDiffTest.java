package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a configuration that was read again. */
class ConfigurationDiffTest {
  private static final String FILE =
      """
      ssh: { user: admin }
      service: { listen: "127.0.0.1:8460" }
      checks: { archive-gaps: { every: 10m } }
      notify:
        - { type: webhook, url: "https://hooks.example.com/swordfish" }
      clusters:
        orders:
          postgresql: 15
          primary: alpha
          settings: { work_mem: 8MB }
          nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
      """;

  @TempDir Path directory;

  @Test
  void theSameFileDiffersInNothing() throws IOException {
    assertThat(changed("", "")).isEmpty();
  }

  @Test
  void valuesAreNamedWithWhatTheyWere() throws IOException {
    assertThat(changed("work_mem: 8MB", "work_mem: 16MB"))
        .containsExactly("clusters.orders.settings.work_mem: 8MB -> 16MB");
    assertThat(changed("work_mem: 8MB", "work_mem: 8MB, max_connections: 50"))
        .containsExactly("clusters.orders.settings.max_connections: new, 50");
    assertThat(changed(", bravo: { host: 10.0.0.2 }", ""))
        .contains("clusters.orders.nodes.bravo.host: gone, was 10.0.0.2");
    assertThat(changed("every: 10m", "every: 20m"))
        .containsExactly("clusters.orders.checks.configured.archive-gaps.every: 10m -> 20m");
  }

  @Test
  void aSecretIsSeenToChangeAndNotShown() throws IOException {
    List<String> lines = changed("swordfish", "sardine");

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains("******").doesNotContain("swordfish", "sardine");
  }

  @Test
  void whatComesFromTheEnvironmentIsMasked() throws IOException {
    Configuration before = read(FILE, Map.of());
    Configuration after =
        read(FILE.replace("8MB", "\"${env:MEMORY}\""), Map.of("MEMORY", "7777kB"));

    assertThat(ConfigurationDiff.between(before, after).toString()).doesNotContain("7777");
  }

  @Test
  void whatAServiceStandsOnWaitsForItsNextStart() throws IOException {
    for (String other : List.of("127.0.0.1:8461", "127.0.0.1:9000")) {
      Configuration before = read(FILE, Map.of());
      Configuration after = read(FILE.replace("127.0.0.1:8460", other), Map.of());

      assertThat(ConfigurationDiff.between(before, after))
          .isNotEmpty()
          .allMatch(ConfigurationDiff.Difference::needsRestart);
      assertThat(before.followedBy(after).service()).isEqualTo(before.service());
    }
    Configuration after = read(FILE.replace("work_mem: 8MB", "work_mem: 9MB"), Map.of());
    assertThat(ConfigurationDiff.between(read(FILE, Map.of()), after))
        .noneMatch(ConfigurationDiff.Difference::needsRestart);
  }

  private List<String> changed(String was, String is) throws IOException {
    return ConfigurationDiff.between(read(FILE, Map.of()), read(FILE.replace(was, is), Map.of()))
        .stream()
        .map(ConfigurationDiff.Difference::toString)
        .toList();
  }

  private Configuration read(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(directory.resolve("understudy.yaml"), text);
    return new ConfigurationReader(environment, directory).read(file);
  }
}
