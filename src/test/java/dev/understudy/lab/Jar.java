package dev.understudy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The product as it is shipped, started with the launcher's options. */
final class Jar {
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xss1m", "-Xmx512m");
  private static final Path FILE = Path.of("target/understudy.jar").toAbsolutePath();
  private static final Path CLASSES = Path.of("target/understudy-proofs.jsa").toAbsolutePath();

  private Jar() {}

  static List<String> java(List<String> settings, List<String> arguments) {
    if (!Files.exists(FILE)) {
      throw new AssertionError("there is no " + FILE + ": build it first (mvn package)");
    }
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(OPTIONS);
    command.addAll(List.of("-XX:SharedArchiveFile=" + CLASSES, "-Xlog:disable"));
    command.add("-Xlog:all=off:stderr");
    command.addAll(settings);
    command.addAll(List.of("-jar", FILE.toString()));
    command.addAll(arguments);
    return command;
  }

  private static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Lays out classes once, which halves the time that each of the many starts takes. */
  static synchronized void prepare() {
    if (newer(CLASSES, FILE)) {
      return;
    }
    // Another run of tests may be about to do the same.
    Path own = CLASSES.resolveSibling("understudy-proofs-" + ProcessHandle.current().pid());
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(OPTIONS);
    command.add("-XX:ArchiveClassesAtExit=" + own);
    command.addAll(
        List.of("-cp", FILE.toString(), "dev.understudy.cli.Rehearsal", "help", "status"));
    Child.run(null, command, 120).orFail();
    try {
      Files.move(own, CLASSES, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean newer(Path one, Path other) {
    return Files.exists(one) && one.toFile().lastModified() > other.toFile().lastModified();
  }
}
