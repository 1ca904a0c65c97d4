package dev.understudy.service;

import dev.understudy.failover.Circumstances.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this machine sees anybody on the network: the way out, as the kernel knows it. */
final class Neighbours {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final int LIMIT_MILLIS = 1_000;
  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final Executor workers;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Surroundings known = Surroundings.UNKNOWN;
  private volatile long askedAt = System.nanoTime() - FRESH;

  /**
   * @param workers what waits for an answer
   */
  Neighbours(Executor workers) {
    this.workers = workers;
  }

  /** What the gateway said last; asks again when that is old, and does not wait for it. */
  Surroundings gateway() {
    if (System.nanoTime() - askedAt >= FRESH && asking.compareAndSet(false, true)) {
      try {
        workers.execute(this::ask);
      } catch (RejectedExecutionException e) {
        // The service ends.
        asking.set(false);
      }
    }
    return known;
  }

  private void ask() {
    try {
      Optional<InetAddress> gateway = address();
      known =
          gateway.isEmpty()
              ? Surroundings.UNKNOWN
              : gateway.get().isReachable(LIMIT_MILLIS) ? Surroundings.SEEN : Surroundings.SILENT;
    } catch (IOException e) {
      // No route at all, which is silence too.
      known = Surroundings.SILENT;
    } finally {
      askedAt = System.nanoTime();
      asking.set(false);
    }
  }

  private static Optional<InetAddress> address() throws IOException {
    return Files.isReadable(ROUTES) ? gateway(Files.readAllLines(ROUTES)) : Optional.empty();
  }

  /** The gateway of the default route: words are hexadecimal, the lowest byte first. */
  static Optional<InetAddress> gateway(List<String> routes) throws IOException {
    for (String line : routes) {
      String[] words = line.strip().split("\\s+");
      if (words.length > 7 && words[1].equals("00000000") && words[7].equals("00000000")) {
        byte[] reversed = HexFormat.of().parseHex(words[2]);
        byte[] address = {reversed[3], reversed[2], reversed[1], reversed[0]};
        return Optional.of(InetAddress.getByAddress(address));
      }
    }
    return Optional.empty();
  }
}
