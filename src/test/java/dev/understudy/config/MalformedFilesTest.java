package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file says in its last lines which problems, and where, must be found in it. */
class MalformedFilesTest {
  private static final Path FILES = Path.of("src/test/resources/dev/understudy/config/malformed");

  static Stream<Path> files() throws IOException {
    return Files.list(FILES).sorted();
  }

  @Test
  void thereAreManyOfThem() throws IOException {
    assertThat(files().count()).isGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("files")
  void allProblemsAreFoundAtTheirPlaces(Path file) throws IOException {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("# expect "))
            .map(line -> line.substring("# expect ".length()))
            .toList();
    ConfigurationReader reader =
        new ConfigurationReader(Map.of("SECRET", "hunter2"), Path.of("/home/somebody"));

    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> reader.read(file));

    assertThat(thrown).isNotNull();
    assertThat(thrown.problems()).hasSize(expected.size());
    String[] lines = thrown.getMessage().split("\n");
    for (int i = 0; i < expected.size(); i++) {
      String[] placeAndWords = expected.get(i).split(" ", 2);
      assertThat(lines[i])
          .startsWith(file + ":" + placeAndWords[0] + ": ")
          .contains(placeAndWords[1])
          .contains("; expected ");
    }
    assertThat(thrown.getMessage()).doesNotContain("hunter2", "\tat ", "Exception");
  }
}
