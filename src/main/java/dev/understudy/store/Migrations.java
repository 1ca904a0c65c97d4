package dev.understudy.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The migrations that this program brings along. */
final class Migrations {
  private static final String FOLDER = "/db/migrations/";
  private static final String FIRST = "V1__quartz.sql";
  private static final Pattern NAME = Pattern.compile(".*db/migrations/(V(\\d+)__\\w+\\.sql)");
  private static final NavigableMap<Integer, String> FILES = files();

  private Migrations() {}

  /** The number of the newest one, and so the version of the tables as this program knows them. */
  static int newest() {
    return FILES.lastKey();
  }

  /**
   * Each as "VERSION CHECKSUM", the oldest first. The checksum is Flyway's: the CRC-32 of the lines
   * without their ends, as a signed number.
   */
  static List<String> known() {
    List<String> known = new ArrayList<>();
    FILES.forEach((version, file) -> known.add(version + " " + checksum(file)));
    return known;
  }

  private static int checksum(String file) {
    CRC32 crc = new CRC32();
    try (InputStream in = Migrations.class.getResourceAsStream(FOLDER + file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw unreadable(e);
    }
    return (int) crc.getValue();
  }

  private static NavigableMap<Integer, String> files() {
    URL first = Objects.requireNonNull(Migrations.class.getResource(FOLDER + FIRST));
    NavigableMap<Integer, String> files = new TreeMap<>();
    try (Stream<String> names = beside(first)) {
      names
          .map(NAME::matcher)
          .filter(Matcher::matches)
          .forEach(name -> files.put(Integer.parseInt(name.group(2)), name.group(1)));
    } catch (IOException e) {
      throw unreadable(e);
    }
    return files;
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("cannot read what the program itself consists of", e);
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
