package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network between primary and standby breaks in the base backup. */
@OnLab
class CutReplicationNetworkIT {
  @Test
  void byAFirewallThatRefusesIsCopiedAnewAfterwards(Lab lab) {
    try (Product product = product(lab)) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");
      lab.verb("refuse", "alpha", "5432", "--from", "delta");
      product.records().awaitStory("base-backup@delta .*waiting ");
      Ending.nothingHalfMadeRuns(lab);
      lab.verb("accept", "alpha", "5432");

      Ending.completed(lab, product, run);
      assertThat(product.records().attempts("base-backup", "delta")).isGreaterThan(1);
    }
  }

  @Test
  @Tag("long")
  void silentlyIsCopiedAnewAfterwards(Lab lab) {
    try (Product product = product(lab)) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");
      lab.verb("cut", "alpha", "delta");
      product.records().awaitStory("base-backup@delta .*waiting ");
      Ending.nothingHalfMadeRuns(lab);
      lab.verb("heal", "alpha", "delta");

      Ending.completed(lab, product, run);
      assertThat(product.records().attempts("base-backup", "delta")).isGreaterThan(1);
    }
  }

  @Test
  @Tag("long")
  void forGoodWaitsForAPersonAndNamesIt(Lab lab) {
    try (Product product = product(lab)) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");
      lab.verb("cut", "alpha", "delta");

      Ending.waits(lab, product, run, "base-backup on delta", lab.ip("alpha"));
      lab.verb("heal", "alpha", "delta");
      Ending.completed(lab, product, product.start("provision", "orders"));
    }
  }

  private static Product product(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 4MB }");
    return new Product(lab, site);
  }
}
