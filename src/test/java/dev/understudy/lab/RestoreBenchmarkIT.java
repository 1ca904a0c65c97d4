package dev.understudy.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a restore by the product takes against one by hand, for the benchmark of the archive. */
@OnLab
@Tag("benchmark")
class RestoreBenchmarkIT {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int SCALE = Integer.getInteger("bench.scale", 100);

  /** As a person would do it who knows how; the same end of the WAL, and a server that stops. */
  private static final String BY_HAND =
      """
      set -eu
      base=/srv/plain
      conf=/etc/postgresql/15/main
      bin=/usr/lib/postgresql/15/bin
      cd /
      install -d -o postgres -g postgres -m 0700 $base $base/data
      as="runuser -u postgres --"
      $as pgbackrest --config=/etc/understudy/orders/pgbackrest.conf --stanza=orders \
        --pg1-path=$base/data --lock-path=$base/lock --log-level-console=warn restore
      date +%s%3N
      $as $bin/pg_ctl -s -w -t 600 -D $base/data -l $base/log -o "-c config_file=$conf/postgresql.conf \
        -c data_directory=$base/data -c hba_file=$conf/pg_hba.conf -c external_pid_file= \
        -c port=5499 -c listen_addresses= -c unix_socket_directories=$base -c archive_mode=off \
        -c ssl=off" start
      until [ "$($as psql -h $base -p 5499 -XAtc 'SELECT pg_is_in_recovery()')" = f ]; do
        sleep 0.1
      done
      $as $bin/pg_ctl -s -w -m fast -D $base/data stop
      """;

  @Test
  void restore(Lab lab) {
    lab.fresh("alpha=pg15");
    try (LabS3 s3 = LabS3.start(lab);
        Product product = new Product(lab, new Site(lab, "alpha").with("archive", s3.archive()))) {
      product.done("provision", "orders");
      pgbench(lab, "-i -I dtgp -s " + SCALE);
      Backups.take(lab, "alpha");
      pgbench(lab, "-n -c 2 -T 10");
      new ArchivedSegments(s3).awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 120);
      try (Child service = product.start("serve")) {
        Eventually.that(service::soFar, 60, () -> service.soFar().contains("listening"));
        rounds(lab, product);
      }
    }
  }

  private static void rounds(Lab lab, Product product) {
    for (int round = 0; round < ROUNDS; round++) {
      for (boolean ours : round % 2 == 0 ? List.of(false, true) : List.of(true, false)) {
        lab.exec("alpha", "rm -rf /srv/plain /srv/restored; sync");
        say(ours ? byProduct(product, round) : byHand(lab, round));
      }
    }
  }

  private static Map<String, Object> byProduct(Product product, int round) {
    long begun = System.nanoTime();
    product.done("restore", "orders", "--target", "alpha", "--directory", "/srv/restored");
    Map<String, Object> figures = new TreeMap<>();
    figures.putAll(Map.of("way", "product", "round", round, "millis", since(begun)));
    for (JsonNode step : product.json("run", "show", "last").path("steps")) {
      if (step.path("started").asText().isEmpty()) {
        continue;
      }
      Instant started = Instant.parse(step.path("started").asText());
      Instant finished = Instant.parse(step.path("finished").asText());
      figures.put(step.path("id").asText(), Duration.between(started, finished).toMillis());
    }
    return figures;
  }

  private static Map<String, Object> byHand(Lab lab, int round) {
    long clock = System.currentTimeMillis();
    long begun = System.nanoTime();
    String[] said = lab.exec("alpha", BY_HAND).split("\n");
    long files = Long.parseLong(said[said.length - 1]) - clock;
    return Map.of(
        "way", "script", "scale", SCALE, "round", round, "millis", since(begun), "files", files);
  }

  private static long since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  private static void pgbench(Lab lab, String options) {
    lab.exec("alpha", "cd /tmp; runuser -u postgres -- pgbench " + options + " >/dev/null 2>&1");
  }

  private static void say(Map<String, Object> figures) {
    System.out.println("figures restore " + Json.write(figures));
  }
}
