package dev.understudy.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The migrations that this program brings along. */
final class Migrations {
  private static final String FIRST = "/db/migrations/V1__quartz.sql";
  private static final Pattern NAME = Pattern.compile(".*db/migrations/V(\\d+)__\\w+\\.sql");

  private Migrations() {}

  /** The number of the newest one, and so the version of the tables as this program knows them. */
  static int newest() {
    URL first = Objects.requireNonNull(Migrations.class.getResource(FIRST));
    try (Stream<String> names = beside(first)) {
      return names
          .map(NAME::matcher)
          .filter(Matcher::matches)
          .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
          .max()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list what the program itself consists of", e);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static Stream<String> beside(URL file) throws IOException {
    if (file.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream().map(JarEntry::getName);
    }
    return Files.list(Objects.requireNonNull(Path.of(uri(file)).getParent())).map(Path::toString);
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
