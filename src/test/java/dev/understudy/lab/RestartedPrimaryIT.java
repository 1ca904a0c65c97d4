package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The primary's server is restarted in the base backup. */
@OnLab
class RestartedPrimaryIT {
  @Test
  void isCopiedAnewAndNoAcknowledgedRowIsMissing(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 4MB }");
    try (Product product = new Product(lab, site);
        WriteLoad load = WriteLoad.start(lab, "alpha")) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");
      lab.exec("alpha", "systemctl restart postgresql@15-main");
      load.awaitMore();

      Ending.completed(lab, product, run);
      assertThat(product.records().attempts("base-backup", "delta")).isGreaterThan(1);
      load.stop();
      assertThat(load.missingOn("alpha", "delta")).isEqualTo("[]");
    }
  }
}
