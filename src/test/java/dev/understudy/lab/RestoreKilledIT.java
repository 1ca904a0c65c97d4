package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The service dies in the middle of a restore, and of a drill: the job on the host goes on, and the
 * next service goes on from it.
 */
@OnLab
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestoreKilledIT {
  private static final String ROWS =
      "CREATE TABLE filling AS SELECT g, (SELECT string_agg(md5(g || ' ' || i), '')"
          + " FROM generate_series(1, 10) i) FROM generate_series(1, 100000) g";
  private static final String DRILL = "/var/lib/postgresql/15/main.understudy-drill";

  private LabS3 s3;
  private Product product;

  @BeforeAll
  void writeAndBackUp(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    s3 = LabS3.start(lab);
    String drill = "restore_drill: { schedule: \"0 0 5 ? * SUN\", on: delta }";
    Site site = new Site(lab, "alpha", "delta").with("archive", s3.archive(s3.port(), drill));
    product = new Product(lab, site);
    product.done("provision", "orders");
    lab.sql("alpha", ROWS);
    Backups.take(lab, "alpha");
    lab.sql("alpha", "DELETE FROM filling WHERE g % 2 = 0");
    new ArchivedSegments(s3).awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 60);
  }

  @AfterAll
  void forget(Lab lab) {
    lab.verb("rate", "delta", "0");
    product.close();
    s3.close();
  }

  @Test
  @Order(1)
  void aRestoreGoesOn(Lab lab) {
    killedWhileItCopies(lab, "restore", "orders", "--target", "delta", "--directory", "/srv/back");
    // Once more, with the server started and its recovery not yet recorded.
    product.startCrashing("after-apply:recover", "run", "resume", "last").await(240);
    String server = postmaster(lab, "/srv/back");
    assertThat(server).isNotEmpty();

    product.done("run", "resume", "last");

    assertThat(filesAttempts()).isEqualTo("1");
    lab.exec(
        "delta",
        "cd /; runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -s -w -D /srv/back"
            + " -l /srv/back/log start");
    String count = "psql -h /srv/back -qAtXc 'SELECT count(*) FROM filling'";
    assertThat(lab.exec("delta", "cd /; runuser -u postgres -- " + count)).isEqualTo("50000");
    assertThat(lab.streams("delta")).isTrue();
  }

  @Test
  @Order(2)
  void aDrillGoesOnAndLeavesNothing(Lab lab) {
    killedWhileItCopies(lab, "drill", "orders");
    product.startCrashing("after-apply:promote", "run", "resume", "last").await(240);
    assertThat(postmaster(lab, DRILL)).isNotEmpty();

    product.done("run", "resume", "last");

    assertThat(filesAttempts()).isEqualTo("1");
    assertThat(product.records().one("SELECT count(*) FROM drill WHERE passed = 1")).isEqualTo("1");
    assertThat(lab.exec("delta", "ls -d $1 2>/dev/null || true", DRILL)).isEmpty();
    assertThat(postmaster(lab, DRILL)).isEmpty();
    assertThat(lab.streams("delta")).isTrue();
  }

  private void killedWhileItCopies(Lab lab, String... command) {
    lab.verb("rate", "delta", "8");
    Child killed = product.start(command);
    Eventually.that(
        () -> "pgBackRest restores: " + killed.soFar(), 180, () -> !copying(lab).isEmpty());
    String process = copying(lab);
    killed.kill();
    assertThat(copying(lab)).as("the job goes on").isEqualTo(process);
    lab.verb("rate", "delta", "0");
  }

  private static String copying(Lab lab) {
    return lab.exec("delta", "pgrep -o -f '^pgbackrest .* restore' || true");
  }

  private static String postmaster(Lab lab, String directory) {
    return lab.exec("delta", "pgrep -f '^[^ ]*postgres -D '\"$1\" || true", directory);
  }

  private String filesAttempts() {
    return product
        .records()
        .one("SELECT attempts FROM step WHERE id = 'files' ORDER BY run DESC LIMIT 1");
  }
}
