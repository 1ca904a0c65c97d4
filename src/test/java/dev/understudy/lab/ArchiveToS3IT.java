package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.S3Process;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A running cluster that is written to gets an archive, gets another repository, loses it again and
 * gets it back; no segment is missing in between, and a promoted standby goes on with it.
 */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveToS3IT {
  private static final String[] HOSTS = {"alpha", "delta"};

  private static final String SALVAGE = "/var/lib/understudy/salvage/orders";

  private LabS3 s3;
  private ArchivedSegments archived;
  private Site site;
  private Product product;
  private WriteLoad load;

  @BeforeAll
  void provisionWithoutAnArchive(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("delta", "apt-get -q -y purge pgbackrest >/dev/null");
    s3 = LabS3.start(lab);
    archived = new ArchivedSegments(s3);
    site = new Site(lab, HOSTS);
    product = new Product(lab, site);
    product.done("provision", "orders");
    load = WriteLoad.start(lab, "alpha");
  }

  @AfterAll
  void forget() {
    load.close();
    product.close();
    s3.close();
  }

  @Test
  @Order(1)
  void isTurnedOnWithoutARestart(Lab lab) {
    long starts = starts(lab);
    product.configure(site.with("archive", s3.archive()));
    String plan = product.run("plan", "orders").toString();
    assertThat(plan)
        .contains("pgbackrest.conf", "archive_command", "restore_command")
        .doesNotContain(S3Process.SECRET, S3Process.ACCESS);
    assertThat(s3.objects()).as("after a plan").isEmpty();

    Outcome run = product.done("provision", "orders");

    assertThat(run.toString()).doesNotContain(S3Process.SECRET, S3Process.ACCESS);
    assertThat(starts(lab)).isEqualTo(starts);
    for (String host : HOSTS) {
      assertThat(lab.exec(host, "stat -c '%a %U' /etc/understudy/orders/pgbackrest.conf"))
          .isEqualTo("600 postgres");
      assertThat(lab.sql(host, "SHOW archive_command")).contains("archive-push");
      assertThat(lab.exec(host, "runuser -u postgres -- test -w " + SALVAGE + " && echo yes"))
          .isEqualTo("yes");
    }
    assertThat(lab.sql("delta", "SHOW restore_command")).contains("restore-wal standby");
    assertThat(archived.below("prod")).isNotEmpty();
    assertNothingPlanned();
  }

  @Test
  @Order(2)
  void whatIsWrittenArrives(Lab lab) {
    assertArrives(lab, "alpha", "prod");
    String segment = new TreeSet<>(archived.below("prod")).first();
    lab.exec(
        "delta",
        "cd /; runuser -u postgres -- /etc/understudy/orders/restore-wal standby $1 /tmp/$1",
        segment);
    assertThat(lab.exec("delta", "stat -c %s /tmp/$1", segment)).isEqualTo("16777216");
  }

  @Test
  @Order(3)
  void anotherRepositoryFollowsWithoutAHole(Lab lab) {
    product.configure(site.with("archive", s3.archive().replace("prefix: prod", "prefix: next")));
    product.done("provision", "orders");
    assertArrives(lab, "alpha", "next");

    Set<String> both = archived.below("prod");
    both.addAll(archived.below("next"));
    ArchivedSegments.assertUnbroken(both);
    assertNothingPlanned();
  }

  @Test
  @Order(4)
  void isTurnedOffAgain(Lab lab) {
    long starts = starts(lab);
    product.configure(site.with("archive", "{ kind: none }"));
    product.done("provision", "orders");

    assertThat(starts(lab)).isEqualTo(starts);
    for (String host : HOSTS) {
      assertThat(lab.sql(host, "SHOW archive_command")).isEqualTo("/bin/true");
      assertThat(lab.sql(host, "SHOW restore_command")).isEmpty();
      assertThat(
              lab.exec(
                  host,
                  "find /etc/understudy /var/spool/pgbackrest /var/lib/understudy/salvage -mindepth 1 2>/dev/null || true"))
          .isEmpty();
    }
    assertNothingPlanned();
  }

  @Test
  @Order(5)
  void aPromotedStandbyGoesOn(Lab lab) {
    product.configure(site.with("archive", s3.archive().replace("prefix: prod", "prefix: next")));
    product.done("provision", "orders");
    load.stop();
    lab.exec("alpha", "systemctl stop postgresql@15-main");
    lab.sql("delta", "SELECT pg_promote()");

    assertArrives(lab, "delta", "next");
    assertThat(s3.objects())
        .anyMatch(name -> name.startsWith("next/archive/orders/15-1/00000002.history"));
  }

  private static long starts(Lab lab) {
    return lab.serverStarts("alpha") + lab.serverStarts("delta");
  }

  private void assertArrives(Lab lab, String host, String prefix) {
    archived.awaitArrival(ArchivedSegments.finish(lab, host), prefix, 60);
  }

  private void assertNothingPlanned() {
    Outcome plan = product.run("plan", "orders");
    assertThat(plan.exit()).as(plan.toString()).isZero();
  }
}
