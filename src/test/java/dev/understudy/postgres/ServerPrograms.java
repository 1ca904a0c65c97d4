package dev.understudy.postgres;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The server programs of one major version, unpacked for one test. */
record ServerPrograms(Path root) implements AutoCloseable {
  private static final Path PACKED = Path.of("target/servers");

  static ServerPrograms unpack(PgVersion version) {
    try {
      Path root = Files.createTempDirectory("understudy-bin-");
      String jar = Shell.quote(jar(version).toString());
      String directory = Shell.quote(root.toString());
      String script =
          "chmod 755 " + directory + " && unzip -p " + jar + " '*.txz' | tar -xJ -C " + directory;
      new LocalHost().run(Command.script(script)).orThrow("unpack " + version);
      return new ServerPrograms(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar(PgVersion version) throws IOException {
    Files.createDirectories(PACKED);
    try (Stream<Path> files = Files.list(PACKED)) {
      List<Path> fitting =
          files.filter(file -> file.toString().contains("-amd64-" + version + ".")).toList();
      if (fitting.size() != 1) {
        throw new AssertionError(
            "no server of version " + version + " in " + PACKED + ": build with -Pversions");
      }
      return fitting.get(0);
    }
  }

  Path bin() {
    return root.resolve("bin");
  }

  @Override
  public void close() {
    new LocalHost().run(Command.of("rm", "-rf", root.toString())).orThrow("tidy up");
  }
}
