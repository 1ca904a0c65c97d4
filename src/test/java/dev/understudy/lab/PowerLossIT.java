package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts lose power in the base backup and right after a run. */
@OnLab
class PowerLossIT {
  /** Every file that a run writes on a standby, with its size. */
  private static final String FILES =
      "find /etc/postgresql /usr/local/lib/understudy /var/lib/understudy/guard"
          + " /var/lib/postgresql/15/main/standby.signal -type f -printf '%p %s\\n' 2>/dev/null"
          + " | sort";

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

  @ParameterizedTest
  @ValueSource(
      strings = {"guard", "create-cluster", "passfile", "settings", "rules", "standby-settings"})
  @Tag("long")
  void rightAfterFilesWereWritten(String step, Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Child crashed = product.startCrashing("after-apply:" + step, "provision", "orders");
      assertThat(crashed.await(120).exit()).isEqualTo(137);
      String written = lab.exec("delta", FILES);
      lab.verb("power-off", "delta");
      lab.verb("power-off", "alpha");
      lab.verb("boot", "alpha");
      lab.verb("boot", "delta");

      assertThat(lab.exec("delta", FILES)).isEqualTo(written);
      Ending.nothingHalfMadeRuns(lab);
      Ending.completed(lab, product, product.start("provision", "orders"));
    }
  }

  private static Site limited(Lab lab) {
    return new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 3MB }");
  }

  private static void awaitStreaming(Lab lab) {
    Eventually.that("streaming", 60, () -> lab.streams("delta"));
  }
}
