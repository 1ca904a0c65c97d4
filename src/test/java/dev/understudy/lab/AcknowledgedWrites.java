package dev.understudy.lab;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;

/**
 * A client of a cluster whose primary changes: it writes rows one after the other wherever a server
 * takes them, and knows which ones were acknowledged, by whom, and when.
 */
final class AcknowledgedWrites implements AutoCloseable {
  private static final String CLIENT =
      "cd /; exec runuser -u postgres -- env PGCONNECT_TIMEOUT=2 psql -qAtX -v ON_ERROR_STOP=1";

  private record Acknowledged(String by, long nanos) {}

  private final Lab lab;
  private final List<String> hosts;
  private final Map<Long, Acknowledged> rows = new ConcurrentSkipListMap<>();
  private final Thread thread = new Thread(this::write, "acknowledged-writes");
  private volatile boolean stopping;
  private long next;

  private AcknowledgedWrites(Lab lab, List<String> hosts, long next) {
    this.lab = lab;
    this.hosts = hosts;
    this.next = next;
  }

  /**
   * @param hosts the first of them is the primary
   */
  static AcknowledgedWrites start(Lab lab, String... hosts) {
    lab.sql(hosts[0], "DROP TABLE IF EXISTS ledger; CREATE TABLE ledger (id bigint PRIMARY KEY)");
    AcknowledgedWrites writes = new AcknowledgedWrites(lab, List.of(hosts), 1);
    writes.thread.start();
    writes.awaitMoreOn(hosts[0]);
    return writes;
  }

  /**
   * Another client, of a server that may not take writes yet.
   *
   * @param first the number of its first row
   */
  static AcknowledgedWrites beside(Lab lab, String host, long first) {
    AcknowledgedWrites writes = new AcknowledgedWrites(lab, List.of(host), first);
    writes.thread.start();
    return writes;
  }

  /** Waits until a few more rows were acknowledged by this server. */
  void awaitMoreOn(String host) {
    long before = count(host);
    Eventually.that(host + " acknowledges rows", 60, () -> count(host) > before + 3);
  }

  private long count(String host) {
    return rows.values().stream().filter(row -> row.by().equals(host)).count();
  }

  private void write() {
    while (!stopping) {
      for (String host : hosts) {
        try {
          session(host);
        } catch (IOException e) {
          // That row's fate is unknown, so it is not counted.
          next++;
        }
      }
    }
  }

  /** Ends when the server does, or takes no writes. */
  private void session(String host) throws IOException {
    Process client =
        new ProcessBuilder(lab.shell(host, CLIENT))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedWriter in = client.outputWriter();
        BufferedReader out = client.inputReader()) {
      while (!stopping) {
        in.write("INSERT INTO ledger VALUES (%d) RETURNING id;%n".formatted(next));
        in.flush();
        String line = out.readLine();
        if (line == null) {
          next++;
          return;
        }
        rows.put(Long.parseLong(line), new Acknowledged(host, System.nanoTime()));
        next++;
        Eventually.pause();
      }
    } finally {
      client.destroyForcibly();
    }
  }

  /** The longest time between two acknowledgements. */
  Duration longestPause() {
    long longest = 0;
    long last = -1;
    for (long at : rows.values().stream().mapToLong(Acknowledged::nanos).sorted().toArray()) {
      longest = last < 0 ? 0 : Math.max(longest, at - last);
      last = at;
    }
    return Duration.ofNanos(longest);
  }

  /** When the first row was acknowledged, by the clock that all of these share. */
  Duration first() {
    return Duration.ofNanos(times().min().orElseThrow());
  }

  Duration last() {
    return Duration.ofNanos(times().max().orElseThrow());
  }

  /** When the last row was acknowledged before a time. */
  Duration lastBefore(Duration time) {
    return Duration.ofNanos(times().filter(at -> at < time.toNanos()).max().orElseThrow());
  }

  private LongStream times() {
    return rows.values().stream().mapToLong(Acknowledged::nanos);
  }

  /** Acknowledged rows that a primary does not have. */
  Set<Long> missingOn(String host) {
    Map<Long, Acknowledged> missing = new TreeMap<>(rows);
    lab.sql(host, "SELECT id FROM ledger").lines().map(Long::valueOf).forEach(missing::remove);
    return missing.keySet();
  }

  int acknowledged() {
    return rows.size();
  }

  void stop() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
