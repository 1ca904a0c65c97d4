package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * WAL that waits for an archive out of reach is noticed in time, and an idle server is left alone.
 */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveStaleIT {
  /** archive_timeout and slack are 3 s together. */
  private static final String LONGER_THAN_PATIENCE = "interval '5 s'";

  private static final String STALENESS = "archive-staleness";

  private LabS3 s3;
  private Product product;

  @BeforeAll
  void archive(Lab lab) {
    lab.fresh("alpha=pg15");
    s3 = LabS3.start(lab);
    Site site =
        new Site(lab, "alpha")
            .with("archive", s3.archive(s3.port(), "archive_timeout: 2s"))
            .with("checks", "{ archive-staleness: { critical: 1s } }");
    product = new Product(lab, site);
    product.done("provision", "orders");
  }

  @AfterAll
  void forget() {
    product.close();
    s3.close();
  }

  private Outcome check() {
    return product.run("check", "orders", STALENESS, "archive-backlog");
  }

  @Test
  @Order(1)
  void anIdleServerIsNotStale(Lab lab) {
    assertThat(check().exit()).isZero();
    Eventually.that(
        "nothing is archived any more",
        60,
        () ->
            lab.sql(
                    "alpha",
                    "SELECT now() - last_archived_time > "
                        + LONGER_THAN_PATIENCE
                        + " FROM pg_stat_archiver")
                .equals("t"));
    lab.sql("alpha", "CHECKPOINT");

    Outcome check = check();

    assertThat(check.exit()).as(check.toString()).isZero();
    assertThat(check.out()).contains("nothing waits that counts");
  }

  @Test
  @Order(2)
  void whatWaitsForAnArchiveOutOfReachIsStale(Lab lab) {
    s3.stop();
    ArchivedSegments.finish(lab, "alpha");
    Eventually.that(
        "the segment waits for long",
        60,
        () ->
            lab.sql(
                    "alpha",
                    "SELECT now() - min((pg_stat_file('pg_wal/archive_status/' || name)).modification) > "
                        + LONGER_THAN_PATIENCE
                        + " FROM pg_ls_dir('pg_wal/archive_status') AS s(name)"
                        + " WHERE name LIKE '%.ready'")
                .equals("t"));

    ArchiveCheck check = ArchiveCheck.run(product);

    assertThat(check.outcome().exit()).as(check.toString()).isEqualTo(2);
    assertThat(check.severity("archive-repository")).isEqualTo("UNKNOWN");
    assertThat(check.severity(STALENESS)).isEqualTo("CRITICAL");
    assertThat(check.sentence(STALENESS)).contains("finished segments wait for");
  }

  @Test
  @Order(3)
  void itIsFineAgainOnceTheArchiveIsBack() {
    s3.start();
    Eventually.that(() -> check().toString(), 120, () -> check().exit() == 0);
  }

  @Test
  @Order(4)
  void aPrimaryThatDoesNotAnswerLeavesItOpen(Lab lab) {
    lab.exec("alpha", "systemctl stop postgresql@15-main");

    Outcome check = check();

    assertThat(check.exit()).as(check.toString()).isEqualTo(3);
    assertThat(check.out()).startsWith("UNKNOWN - orders ").contains("could not be asked");
  }
}
