package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLocatorTest {
  private static final Map<String, String> SET = Map.of("UNDERSTUDY_CONFIG", "/from/environment");

  @TempDir Path directory;
  private Path near;
  private Path far;

  @BeforeEach
  void places() {
    near = directory.resolve("near.yaml");
    far = directory.resolve("far.yaml");
  }

  private Path locate(Map<String, String> environment, Optional<Path> named) {
    return new ConfigurationLocator(environment, List.of(near, far)).locate(named);
  }

  @Test
  void theNamedFileComesFirst() {
    assertThat(locate(SET, Optional.of(Path.of("named")))).isEqualTo(Path.of("named"));
  }

  @Test
  void thenTheEnvironment() throws IOException {
    Files.createFile(near);

    assertThat(locate(SET, Optional.empty())).isEqualTo(Path.of("/from/environment"));
  }

  @Test
  void thenTheNearFileAndThenTheFarOne() throws IOException {
    Files.createFile(far);
    assertThat(locate(Map.of(), Optional.empty())).isEqualTo(far);

    Files.createFile(near);
    assertThat(locate(Map.of(), Optional.empty())).isEqualTo(near);
  }

  @Test
  void nothingFoundNamesThePlacesAndTheRemedy() {
    assertThatThrownBy(() -> locate(Map.of(), Optional.empty()))
        .hasMessageContaining(near.toString())
        .hasMessageContaining(far.toString())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.remedy()).contains("understudy init"));
  }
}
