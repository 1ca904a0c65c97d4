package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Hosts lose power in the base backup and right after a run. */
@OnLab
class PowerLossIT {
  @Test
  void ofTheStandbyInTheBaseBackup(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, limited(lab));
        WriteLoad load = WriteLoad.start(lab, "alpha")) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");

      lab.verb("power-off", "delta");
      lab.verb("boot", "delta");

      Ending.nothingHalfMadeRuns(lab);
      Ending.completedOrResumed(lab, product, run);
      load.stop();
      assertThat(load.missingOn("alpha", "delta")).isEqualTo("[]");
    }
  }

  @Test
  void ofThePrimaryInTheBaseBackup(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, limited(lab));
        WriteLoad load = WriteLoad.start(lab, "alpha")) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");

      lab.verb("power-off", "alpha");
      lab.verb("boot", "alpha");

      Ending.nothingHalfMadeRuns(lab);
      load.awaitMore();
      Ending.completedOrResumed(lab, product, run);
      load.stop();
      assertThat(load.missingOn("alpha", "delta")).isEqualTo("[]");
    }
  }

  @Test
  void ofBothRightAfterARun(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.done("provision", "orders");
      lab.verb("power-off", "delta");
      lab.verb("power-off", "alpha");
      lab.verb("boot", "alpha");
      lab.verb("boot", "delta");

      awaitStreaming(lab);
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    }
  }

  private static Site limited(Lab lab) {
    return new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 3MB }");
  }

  private static void awaitStreaming(Lab lab) {
    Eventually.that("streaming", 60, () -> lab.streams("delta"));
  }
}
