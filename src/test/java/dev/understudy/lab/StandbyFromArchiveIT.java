package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A standby is made from the repository; the primary is only asked for what came afterwards. */
@OnLab
@Tag("long")
class StandbyFromArchiveIT {
  private static final String PG_BASEBACKUP = "/usr/lib/postgresql/15/bin/pg_basebackup";

  @Test
  void waitsForABackupAndThenStreams(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    // So that the copy cannot come from elsewhere.
    lab.exec("delta", "mv " + PG_BASEBACKUP + " /root/");
    lab.sql("alpha", "CREATE TABLE orders AS SELECT 1 AS id");
    try (LabS3 s3 = LabS3.start(lab)) {
      Site site = new Site(lab, "alpha").fromArchive("delta").with("archive", s3.archive());
      try (Product product = new Product(lab, site)) {
        Outcome without = product.run("provision", "orders");
        assertThat(without.exit()).as(without.toString()).isEqualTo(1);
        assertThat(without.toString()).contains("take a base backup first");

        Backups.take(lab, "alpha");
        lab.sql("alpha", "INSERT INTO orders VALUES (2)");
        Outcome run = product.done("provision", "orders");

        assertThat(lab.streams("delta")).isTrue();
        Eventually.that(
            "the standby has the newest row",
            30,
            () -> lab.sql("delta", "SELECT count(*) FROM orders").equals("2"));
        assertThat(lab.sql("delta", "SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(product.run("plan", "orders").exit()).as(run.toString()).isZero();
      }
    }
  }
}
