package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two services and two commands are started on one data directory. */
@OnLab
class TwoServicesIT {
  @Test
  void onlyTheFirstOneWorksAndTheOthersSaySo(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 8MB }");
    try (Product product = new Product(lab, site)) {
      Child first = product.start("serve");
      Eventually.that("it holds the store", 60, () -> product.records().one(LEASES).equals("0"));
      Outcome second = product.run("serve");
      assertThat(second.exit()).as(second.toString()).isEqualTo(1);
      assertThat(second.all()).contains("process " + first.pid());

      Child one = product.start("provision", "orders");
      Child other = product.start("provision", "orders");
      Ending.completed(lab, product, one);
      other.await(60).orFail();

      assertThat(product.records().attempts("base-backup", "delta")).isEqualTo(1);
      assertThat(first.runs()).isTrue();
    }
  }

  private static final String LEASES = "SELECT count(*) FROM lease WHERE run IS NOT NULL";
}
