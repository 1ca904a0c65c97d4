package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the user's own commands on the service's machine. */
final class LocalCommand {
  private static final int SHOWN = 2000;

  private LocalCommand() {}

  /**
   * How one ended.
   *
   * @param exit -1 when it did not end in time
   * @param output of both kinds, the last of it
   */
  record Ended(int exit, String output) {
    boolean ok() {
      return exit == 0;
    }

    /** In one sentence. */
    String words() {
      String said = output.isBlank() ? "" : ": " + output.strip();
      return exit < 0 ? "it did not end in time" + said : "it ended with status " + exit + said;
    }
  }

  /**
   * Runs it by a shell and waits; what does not end in time is killed.
   *
   * @throws UnderstudyException UNKNOWN when it could not be begun
   */
  static Ended run(String command, Map<String, String> environment, Duration limit) {
    try {
      Path output = Files.createTempFile("understudy-command", ".out");
      try {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
        return new Ended(ended ? process.exitValue() : -1, tail(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, "service", "could not run a command: " + e.getMessage(), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(-1, "interrupted");
    }
  }

  private static String tail(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return text.length() <= SHOWN ? text : text.substring(text.length() - SHOWN);
  }
}
