package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/http-api.md has every route with what it needs, and no other. */
class HttpApiDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z]+) (/\\S*)` \\| ([a-z]+) \\|");

  @TempDir Path directory;

  @Test
  void everyRouteIsDescribedAndNoOther() throws IOException {
    List<String> described =
        ROW.matcher(Files.readString(Path.of("docs/http-api.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();

    try (TestWeb web = new TestWeb(directory)) {
      List<String> existing =
          web.web.routes().stream()
              .filter(route -> !route.method().name().matches("HEAD|OPTIONS"))
              .map(route -> route.method().name() + " " + route.path() + " " + word(route.access()))
              .toList();
      assertThat(described).containsExactlyInAnyOrderElementsOf(existing);
    }
  }

  private static String word(Access access) {
    return access.name().toLowerCase(Locale.ROOT);
  }
}
