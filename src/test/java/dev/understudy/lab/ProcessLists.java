package dev.understudy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All command lines on this machine, sampled: hosts share its kernel, so their processes are among
 * them, the controller's too.
 */
final class ProcessLists implements AutoCloseable {
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::sample, "process-lists");
  private volatile boolean stopping;

  static ProcessLists start() {
    ProcessLists lists = new ProcessLists();
    lists.thread.start();
    return lists;
  }

  private void sample() {
    while (!stopping) {
      try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
        processes
            .filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
            .forEach(path -> read(path.resolve("cmdline")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Eventually.pause();
    }
  }

  private void read(Path file) {
    try {
      seen.add(Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' '));
    } catch (IOException e) {
      // It has ended in the meantime.
      return;
    }
  }

  Set<String> seen() {
    return seen;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
