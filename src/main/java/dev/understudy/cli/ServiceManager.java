package dev.understudy.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is. Its socket is a datagram socket of the Unix family, which Java
 * has not; systemd-notify is wherever systemd is, and one process in many seconds costs nothing.
 */
final class ServiceManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final long PATIENCE_SECONDS = 10;

  /** The manager waits for as long as three of them without one. */
  private static final int IN_A_WATCH = 3;

  private final Map<String, String> environment;
  private final Supplier<Optional<String>> stuck;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "watchdog");
            thread.setDaemon(true);
            return thread;
          });
  private boolean told;

  /**
   * @param stuck what does not go on inside the service any more; empty while all is well
   */
  ServiceManager(Map<String, String> environment, Supplier<Optional<String>> stuck) {
    this.environment = Map.copyOf(environment);
    this.stuck = stuck;
  }

  /** The service does its work; from now on the manager hears that it still does. */
  void ready() {
    send("READY=1");
    watchdog()
        .ifPresent(
            pause -> {
              var unused =
                  rounds.scheduleWithFixedDelay(
                      this::alive, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
            });
  }

  /** The service ends in order. */
  void stopping() {
    rounds.shutdownNow();
    send("STOPPING=1");
  }

  /** How often the manager wants to hear; it names the process that is to tell. */
  private Optional<Duration> watchdog() {
    String limit = environment.getOrDefault("WATCHDOG_USEC", "");
    String process = environment.getOrDefault("WATCHDOG_PID", "");
    boolean mine =
        process.isEmpty() || process.equals(String.valueOf(ProcessHandle.current().pid()));
    return mine && limit.matches("[1-9][0-9]{3,15}")
        ? Optional.of(Duration.ofNanos(Long.parseLong(limit) * 1000 / IN_A_WATCH))
        : Optional.empty();
  }

  private void alive() {
    try {
      Optional<String> reason = stuck.get();
      if (reason.isEmpty()) {
        told = false;
        send("WATCHDOG=1");
      } else if (!told) {
        told = true;
        LOG.error("{}; unless it goes on, systemd ends this service", reason.get());
      }
    } catch (RuntimeException e) {
      // An exception that got out would end the rounds, which is what being stuck means.
      LOG.error("it cannot be told whether the service does its work", e);
    }
  }

  private void send(String words) {
    String socket = environment.get(SOCKET);
    if (socket == null) {
      return;
    }
    try {
      ProcessBuilder command = new ProcessBuilder("systemd-notify", words);
      command.environment().put(SOCKET, socket);
      Process process =
          command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("systemd-notify {} does not end", words);
      } else if (process.exitValue() != 0) {
        LOG.warn("systemd-notify {} ended with {}", words, process.exitValue());
      }
    } catch (IOException e) {
      LOG.warn("systemd is not told {}: {}", words, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
