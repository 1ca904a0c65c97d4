package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The primary loses its power with WAL that it could not ship; the promoted standby ships it, and a
 * restore goes across the switch.
 */
@OnLab
@Tag("long")
class ShippedAfterSwitchIT {
  @Test
  void noSegmentIsMissing(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    // Else a promoted standby recycles at once what it received, and takes for archived.
    Site site = new Site(lab, "alpha", "delta").with("settings", "{ wal_keep_size: 512MB }");
    try (LabS3 s3 = LabS3.start(lab);
        Product product = new Product(lab, site.with("archive", s3.archive()))) {
      product.done("provision", "orders");
      lab.sql("alpha", "CREATE TABLE orders AS SELECT 1 AS id");
      Backups.take(lab, "alpha");
      ArchivedSegments archived = new ArchivedSegments(s3);

      s3.stop();
      for (int id = 2; id <= 5; id++) {
        lab.sql("alpha", "INSERT INTO orders VALUES (" + id + ")");
        ArchivedSegments.finish(lab, "alpha");
      }
      String five = lab.sql("alpha", "SELECT pg_current_wal_insert_lsn()");
      lab.sql("alpha", "INSERT INTO orders VALUES (6)");
      String written = lab.sql("alpha", "SELECT pg_current_wal_lsn()");
      Eventually.that(
          "the standby has it all",
          60,
          () ->
              lab.sql("delta", "SELECT pg_last_wal_replay_lsn() >= '" + written + "'").equals("t"));
      Set<String> before = archived.below("prod");
      lab.verb("power-off", "alpha");
      s3.start();
      lab.sql("delta", "SELECT pg_promote(wait_seconds => 170)");
      lab.sql("delta", "INSERT INTO orders VALUES (7)");
      archived.awaitArrival(ArchivedSegments.finish(lab, "delta"), "prod", 120);
      assertThat(archived.below("prod")).as("a hole is there").hasSizeLessThan(before.size() + 4);

      product.done("ship-missing", "orders", "--from", "delta");

      Set<String> all = archived.below("prod");
      all.removeIf(name -> !name.startsWith("00000001"));
      ArchivedSegments.assertUnbroken(all);
      assertThat(all.size()).isGreaterThanOrEqualTo(before.size() + 4);
      product.done("ship-missing", "orders", "--from", "delta");
      restored(lab, product, "/srv/all", "7");
      restored(lab, product, "/srv/old", "5", "--to-lsn", five);
    }
  }

  private static void restored(
      Lab lab, Product product, String directory, String rows, String... target) {
    List<String> words =
        new ArrayList<>(
            List.of("restore", "orders", "--target", "delta", "--directory", directory));
    words.addAll(List.of(target));
    words.add("--keep-running");
    product.done(words.toArray(String[]::new));
    String count = "cd /; runuser -u postgres -- psql -h $1 -qAtXc 'SELECT count(*) FROM orders'";
    assertThat(lab.exec("delta", count, directory)).isEqualTo(rows);
  }
}
