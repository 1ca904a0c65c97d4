package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  @TempDir Path temporary;

  @Test
  void theNewestOneIsWhereMigratingArrives() {
    try (Store store = Store.openForWriting(temporary)) {
      List<Integer> versions =
          store
              .reader()
              .withHandle(
                  h ->
                      h.select("SELECT version FROM flyway_schema_history")
                          .mapTo(Integer.class)
                          .list());
      assertThat(versions).endsWith(Migrations.newest());
    }
  }

  @Test
  void eachIsKnownAsFlywayRecordsIt() {
    try (Store store = Store.openForWriting(temporary)) {
      List<String> recorded =
          store
              .reader()
              .withHandle(
                  h ->
                      h.select(
                              "SELECT version || ' ' || checksum FROM flyway_schema_history"
                                  + " ORDER BY installed_rank")
                          .mapTo(String.class)
                          .list());
      assertThat(Migrations.known()).isEqualTo(recorded);
    }
  }

  @Test
  void theNewestOneIsFoundInAJarToo() throws Exception {
    Path classes = classes();
    Path jar = temporary.resolve("packed.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
      out.putNextEntry(new JarEntry("db/migrations/V4711__later.sql"));
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      var newest = loader.loadClass(Migrations.class.getName()).getDeclaredMethod("newest");
      newest.setAccessible(true);
      assertThat(newest.invoke(null)).isEqualTo(4711);
    }
  }

  private static Path classes() throws Exception {
    return Path.of(Migrations.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
