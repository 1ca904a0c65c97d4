package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A cluster that Understudy left is taken in again: its standby is adopted, not copied anew. */
@OnLab
class AdoptedStandbyIT {
  @Test
  void followsAgainWithoutABaseBackup(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.done("provision", "orders");
      product.done("detach", "orders");
      long starts = lab.serverStarts("alpha") + lab.serverStarts("delta");
      long mark = product.records().mark();

      product.done("provision", "orders");

      assertThat(product.records().appliedSince(mark))
          .contains("slot@delta", "standby-settings@delta")
          .noneMatch(step -> step.matches("(base-backup|data-directory|create-cluster|restart).*"));
      assertThat(lab.serverStarts("alpha") + lab.serverStarts("delta")).isEqualTo(starts);
      assertThat(product.json("status", "orders").path("nodes").findValuesAsText("state"))
          .containsExactlyInAnyOrder("running", "streaming");
    }
  }
}
