package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** WAL is archived by the user's own commands, as WAL-E's documents write them. */
@OnLab
class ArchiveByCommandIT {
  private static final String[] HOSTS = {"alpha", "delta"};

  @Test
  void isTurnedOnKeptSecretAndGoesOnAfterAPromotion(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    CommandStore store = new CommandStore(lab, "delta");
    store.start(HOSTS);
    Site site = new Site(lab, HOSTS).with("archive", CommandStore.archive());
    try (Product product = new Product(lab, site)) {
      String plan = product.run("plan", "orders").toString();
      assertThat(plan).contains("envdir …").doesNotContain("wal-e.d");
      Outcome run = product.done("provision", "orders");
      assertThat(run.toString()).doesNotContain("wal-e.d");
      assertThat(product.records().query("SELECT evidence, error FROM attempt").toString())
          .doesNotContain("wal-e.d");
      assertThat(product.run("plan", "orders").exit()).isZero();

      arrivesAndComesBack(lab, store);
      anotherContentIsRefused(lab, store);
      aPromotedStandbyGoesOn(lab, store);
    }
  }

  private static void arrivesAndComesBack(Lab lab, CommandStore store) {
    store.awaitArrival(ArchivedSegments.finish(lab, "alpha"));
    ArchivedSegments.assertUnbroken(store.segments());
    assertThat(lab.sql("delta", "SHOW restore_command")).contains("restore-wal standby");
  }

  private static void anotherContentIsRefused(Lab lab, CommandStore store) {
    String segment = lab.sql("alpha", "SELECT pg_walfile_name(pg_create_restore_point('here'))");
    lab.exec("delta", "echo another >/srv/remote/$1", segment);
    lab.sql("alpha", "SELECT pg_switch_wal()");
    Eventually.that(
        "the segment is refused",
        60,
        () -> lab.sql("alpha", "SELECT last_failed_wal FROM pg_stat_archiver").equals(segment));
    assertThat(lab.exec("delta", "cat /srv/remote/$1", segment)).isEqualTo("another");
    lab.exec("delta", "rm /srv/remote/$1", segment);
    store.awaitArrival(segment);
  }

  private static void aPromotedStandbyGoesOn(Lab lab, CommandStore store) {
    lab.exec("alpha", "systemctl stop postgresql@15-main");
    lab.sql("delta", "SELECT pg_promote()");
    store.awaitArrival(ArchivedSegments.finish(lab, "delta"));
  }
}
