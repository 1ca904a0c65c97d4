package dev.understudy.notify;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.NotifyConfig.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs a command of the user's own, which gets the message as JSON. */
final class CommandTransport implements Transport {
  private static final int SHOWN = 300;

  private final String name;
  private final Command command;
  private final Duration limit;

  CommandTransport(String name, Command command, Duration limit) {
    this.name = name;
    this.command = command;
    this.limit = limit;
  }

  @Override
  public void send(Message message) {
    try {
      // A file, so that a command that leaves its input unread, or says much, holds nobody up.
      Path input = Files.createTempFile("understudy-notify", ".json");
      Path output = Files.createTempFile("understudy-notify", ".out");
      try {
        try (OutputStream json = Files.newOutputStream(input)) {
          json.write(message.json().getBytes(StandardCharsets.UTF_8));
        }
        run(message, input, output);
      } finally {
        Files.deleteIfExists(input);
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw error(ErrorClass.UNKNOWN, "the command cannot be run: " + e.getMessage());
    }
  }

  private void run(Message message, Path input, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command.command())
            .redirectInput(Redirect.from(input.toFile()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(output.toFile()));
    builder.environment().put("UNDERSTUDY_TITLE", message.title());
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw error(
            ErrorClass.TIMEOUT, "the command did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorClass.UNKNOWN, "the service ends");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw error(
          ErrorClass.REMOTE_EXIT,
          "the command ended with status " + process.exitValue() + said(output));
    }
  }

  private static String said(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(SHOWN, line.length()));
  }

  private UnderstudyException error(ErrorClass errorClass, String sentence) {
    return new UnderstudyException(
        errorClass,
        "notify " + name,
        sentence,
        "run the command by hand where the service runs, as its user",
        null);
  }
}
