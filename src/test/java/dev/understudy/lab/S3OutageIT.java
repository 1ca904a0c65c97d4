package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.FaultProxy.Fault;
import dev.understudy.archive.S3Process;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** S3 refuses, stumbles, goes away and comes back: WAL is kept meanwhile, and all of it arrives. */
@OnLab
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class S3OutageIT {
  private static final String WAITING =
      "ls /var/lib/postgresql/15/main/pg_wal/archive_status | grep -c ready || true";
  private static final String FILE = "/etc/understudy/orders/pgbackrest.conf";

  private LabS3 s3;
  private ArchivedSegments archived;
  private Site site;
  private Product product;

  @BeforeAll
  void prepare(Lab lab) {
    lab.fresh("alpha=pg15");
    s3 = LabS3.start(lab);
    archived = new ArchivedSegments(s3);
    site = new Site(lab, "alpha");
    product = new Product(lab, site);
  }

  @AfterAll
  void forget() {
    product.close();
    s3.close();
  }

  private String archive() {
    return s3.archive(s3.faultyPort(), "archive_timeout: 60s");
  }

  @Test
  @Order(1)
  void wrongKeysAndMissingBucketsAreRefusedBeforeAnythingIsChanged(Lab lab) {
    assertRefused(archive().replace(S3Process.SECRET, "another-secret"), "refused");
    assertRefused(archive().replace(S3Process.BUCKET, "no-such-bucket"), "does not exist");
    assertThat(lab.exec("alpha", "ls /etc/understudy 2>/dev/null || true")).isEmpty();
    assertThat(lab.sql("alpha", "SHOW archive_mode")).isEqualTo("off");
  }

  private void assertRefused(String archive, String why) {
    product.configure(site.with("archive", archive));
    Outcome refused = product.run("provision", "orders");
    assertThat(refused.exit()).as(refused.toString()).isNotZero();
    assertThat(refused.toString()).contains(why).doesNotContain("another-secret");
  }

  @Test
  @Order(2)
  void brokenAnswersDelayOnly(Lab lab) {
    product.configure(site.with("archive", archive()));
    s3.faults(
        Fault.NONE, Fault.UNAVAILABLE, Fault.NONE, Fault.RESET, Fault.NONE, Fault.NONE, Fault.CUT);
    product.done("provision", "orders");

    for (int i = 0; i < 3; i++) {
      archived.awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 90);
    }
    s3.faults();
  }

  @Test
  @Order(3)
  void anOutageLosesNothing(Lab lab) {
    s3.stop();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      written.add(ArchivedSegments.finish(lab, "alpha"));
    }
    Eventually.that(
        "the archiver fails",
        120,
        () -> lab.sql("alpha", "SELECT failed_count > 0 FROM pg_stat_archiver").equals("t"));
    assertThat(lab.exec("alpha", WAITING)).isEqualTo("5");

    s3.start();
    written.add(ArchivedSegments.finish(lab, "alpha"));

    written.forEach(segment -> archived.awaitArrival(segment, "prod", 120));
    ArchivedSegments.assertUnbroken(archived.below("prod"));
    Eventually.that("nothing waits", 60, () -> lab.exec("alpha", WAITING).equals("0"));
  }

  @Test
  @Order(4)
  void keysThatAreGoodNoLongerKeepTheWalUntilTheyAreCorrected(Lab lab) {
    lab.exec("alpha", "sed -i 's/^repo1-s3-key-secret=.*/&x/' " + FILE);
    String segment = ArchivedSegments.finish(lab, "alpha");
    Eventually.that(
        "the archiver is refused",
        90,
        () ->
            lab.exec("alpha", "cat /var/log/postgresql/postgresql-15-main.log")
                .contains("SignatureDoesNotMatch"));
    assertThat(lab.exec("alpha", WAITING)).isEqualTo("1");

    product.done("provision", "orders");

    archived.awaitArrival(segment, "prod", 90);
    ArchivedSegments.assertUnbroken(archived.below("prod"));
    assertThat(lab.exec("alpha", "ls /etc/understudy/orders"))
        .as("older keys are kept nowhere")
        .doesNotContain("pgbackrest.conf.understudy-previous");
    assertThat(lab.exec("alpha", "cat /var/log/postgresql/postgresql-15-main.log"))
        .doesNotContain(S3Process.SECRET);
  }
}
