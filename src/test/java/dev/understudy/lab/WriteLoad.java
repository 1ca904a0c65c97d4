package dev.understudy.lab;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Somebody else's steady writes into a table {@code ledger}. It knows by itself which rows the
 * server acknowledged, and connects again when the server was restarted.
 */
final class WriteLoad implements AutoCloseable {
  private static final String CLIENT =
      "cd /; exec runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1";

  private final Lab lab;
  private final String host;
  private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();
  private final Thread thread = new Thread(this::write, "write-load");
  private volatile boolean stopping;
  private long next = 1;

  private WriteLoad(Lab lab, String host) {
    this.lab = lab;
    this.host = host;
  }

  static WriteLoad start(Lab lab, String host) {
    lab.sql(
        host, "CREATE TABLE IF NOT EXISTS ledger (id bigint PRIMARY KEY, filler text NOT NULL)");
    WriteLoad load = new WriteLoad(lab, host);
    load.thread.start();
    load.awaitMore();
    return load;
  }

  /** Waits until a row that is not yet begun now has been acknowledged. */
  void awaitMore() {
    int before = acknowledged.size();
    Eventually.that("rows are acknowledged", 60, () -> acknowledged.size() > before + 1);
  }

  private void write() {
    while (!stopping) {
      try {
        session();
      } catch (IOException e) {
        // The server went away in the middle: that row's fate is unknown, so it is not counted.
        next++;
      }
      Eventually.pause();
    }
  }

  private void session() throws IOException {
    Process client =
        new ProcessBuilder(lab.shell(host, CLIENT))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedWriter in = client.outputWriter();
        BufferedReader out = client.inputReader()) {
      while (!stopping) {
        in.write(
            "INSERT INTO ledger VALUES (%d, repeat('x', 200)) RETURNING id;%n".formatted(next));
        in.flush();
        String line = out.readLine();
        if (line == null) {
          next++;
          return;
        }
        acknowledged.add(Long.parseLong(line));
        next++;
        Eventually.pause();
      }
    } finally {
      client.destroyForcibly();
    }
  }

  Set<Long> acknowledged() {
    return acknowledged;
  }

  /** Acknowledged rows that a node lacks once it has replayed what the writing node has now. */
  String missingOn(String primary, String node) {
    Set<Long> written = Set.copyOf(acknowledged);
    String lsn = lab.sql(primary, "SELECT pg_current_wal_flush_lsn()");
    Eventually.that(
        node + " replays " + lsn,
        60,
        () ->
            node.equals(primary)
                || lab.sql(node, "SELECT pg_last_wal_replay_lsn() >= '" + lsn + "'").equals("t"));
    Set<String> there = Set.of(lab.sql(node, "SELECT id FROM ledger").split("\n"));
    return written.stream()
        .sorted()
        .map(String::valueOf)
        .filter(id -> !there.contains(id))
        .toList()
        .toString();
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
