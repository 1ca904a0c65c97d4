package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The package's example is what init writes, with the paths of the package. */
class PackagedExampleTest {
  private static final Path EXAMPLE = Path.of("packaging/understudy.yaml.example");

  @Test
  void itIsReadAndDiffersInItsPathsOnly() throws IOException {
    Configuration read = new ConfigurationReader(Map.of(), Path.of("/home/nobody")).read(EXAMPLE);

    assertThat(read.data()).isEqualTo(Path.of("/var/lib/understudy-service"));
    List<String> template = ConfigurationTemplate.text().lines().toList();
    List<String> differing =
        Files.readAllLines(EXAMPLE).stream().filter(line -> !template.contains(line)).toList();
    assertThat(differing).hasSize(3).allMatch(line -> line.contains("/var/lib/understudy-service"));
    assertThat(Files.readAllLines(EXAMPLE)).hasSameSizeAs(template);
  }
}
