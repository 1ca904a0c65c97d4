package dev.understudy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child process whose output goes to files, so that it can never block on it. */
final class Child implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private Child(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param directory where it runs; null for this process's own
   */
  static Child start(@Nullable Path directory, List<String> command) {
    try {
      Path out = Files.createTempFile("understudy-proof", ".out");
      Path err = Files.createTempFile("understudy-proof", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      if (directory != null) {
        builder.directory(directory.toFile());
        builder.environment().put("HOME", directory.toString());
      }
      builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY_CONFIG"));
      return new Child(command, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome run(@Nullable Path directory, List<String> command, long seconds) {
    try (Child child = start(directory, command)) {
      return child.await(seconds);
    }
  }

  /** Sends a signal, such as STOP or CONT. */
  void signal(String name) {
    run(null, List.of("kill", "-" + name, Long.toString(process.pid())), 10).orFail();
  }

  long pid() {
    return process.pid();
  }

  boolean runs() {
    return process.isAlive();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    await(10);
  }

  String soFar() {
    return read(out) + read(err);
  }

  Outcome await(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "not ended within " + seconds + " s: " + String.join(" ", command) + "\n" + soFar());
      }
      return new Outcome(command, process.exitValue(), read(out), read(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
