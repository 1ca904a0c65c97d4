package dev.understudy.lab;

import dev.understudy.common.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What archiving to S3 costs the clients of a primary, for the benchmark of the archive. */
@OnLab
@Tag("benchmark")
class ShippingBenchmarkIT {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 30);
  private static final int SCALE = 20;
  private static final int CLIENTS = 4;

  private static final String WAITING =
      "SELECT count(*) FROM pg_ls_dir('pg_wal/archive_status') AS s(name)"
          + " WHERE name LIKE '%.ready'";

  @Test
  void shipping(Lab lab) {
    lab.fresh("alpha=pg15");
    try (LabS3 s3 = LabS3.startAside(lab);
        Product product = new Product(lab, new Site(lab, "alpha").with("archive", s3.archive()))) {
      product.done("provision", "orders");
      pgbench(lab, "-i -I dtgp -s " + SCALE);
      archiving(lab, true);
      double peak = peak(lab);
      say(Map.of("peak", peak, "rate", peak / 2));
      for (int round = 0; round < ROUNDS; round++) {
        for (boolean on : round % 2 == 0 ? List.of(false, true) : List.of(true, false)) {
          archiving(lab, on);
          say(measured(lab, on, round, peak / 2));
        }
      }
    }
  }

  private static Map<String, Object> measured(Lab lab, boolean on, int round, double rate) {
    String before = lab.sql("alpha", "SELECT pg_current_wal_lsn()");
    lab.exec("alpha", "rm -f /tmp/bench.*");
    pgbench(
        lab,
        "-n -c %d -j 2 -T %d -R %.0f -l --log-prefix=/tmp/bench".formatted(CLIENTS, SECONDS, rate));
    long wal =
        Long.parseLong(
            lab.sql(
                "alpha", "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + before + "')::bigint"));
    lab.sql("alpha", "SELECT pg_switch_wal()");
    long waiting = Long.parseLong(lab.sql("alpha", WAITING));
    long begun = System.nanoTime();
    Eventually.that("nothing waits", 300, () -> lab.sql("alpha", WAITING).equals("0"));
    long drained = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    String[] percentiles = lab.exec("alpha", PERCENTILES).split(" ");
    return Map.of(
        "archiving", on,
        "round", round,
        "p50_ms", Double.parseDouble(percentiles[0]),
        "p95_ms", Double.parseDouble(percentiles[1]),
        "wal_bytes", wal,
        "waiting", waiting,
        "drained_ms", drained);
  }

  /** Of the third column of pgbench's logs, the latency in microseconds. */
  private static final String PERCENTILES =
      "cat /tmp/bench.* | cut -d ' ' -f 3 | sort -n"
          + " | awk '{ a[NR] = $1 } END { print a[int(NR / 2) + 1] / 1000,"
          + " a[int(NR * 0.95) + 1] / 1000 }'";

  private static double peak(Lab lab) {
    String said = pgbench(lab, "-n -c " + CLIENTS + " -j 2 -T " + SECONDS);
    return Double.parseDouble(
        said.lines()
            .filter(line -> line.startsWith("tps = "))
            .map(line -> line.split(" ")[2])
            .findFirst()
            .orElseThrow());
  }

  private static String pgbench(Lab lab, String options) {
    return lab.exec("alpha", "cd /tmp; runuser -u postgres -- pgbench " + options + " 2>/dev/null");
  }

  /** Off as {@code kind: none} has it, so that nothing has to be restarted. */
  private static void archiving(Lab lab, boolean on) {
    lab.sql(
        "alpha",
        on
            ? "ALTER SYSTEM RESET archive_command"
            : "ALTER SYSTEM SET archive_command = '/bin/true'");
    lab.sql("alpha", "SELECT pg_reload_conf()");
    lab.sql("alpha", "VACUUM pgbench_branches, pgbench_tellers");
    lab.sql("alpha", "CHECKPOINT");
  }

  private static void say(Map<String, Object> figures) {
    System.out.println("figures shipping " + Json.write(figures));
  }
}
