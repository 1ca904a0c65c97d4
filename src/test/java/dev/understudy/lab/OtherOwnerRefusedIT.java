package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two installations on the same hosts: one is in charge, until the other takes over. */
@OnLab
class OtherOwnerRefusedIT {
  private static final String[] HOSTS = {"alpha", "delta"};

  @Test
  void untilItTakesOver(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, HOSTS);
    try (Product first = new Product(lab, site);
        Product second = new Product(lab, site)) {
      first.done("provision", "orders");
      assertRefused(lab, second);

      second.done("take-over", "orders");

      assertRefused(lab, first);
      second.done("provision", "orders");
      assertThat(second.json("status", "orders").path("nodes").findValuesAsText("state"))
          .containsExactlyInAnyOrder("running", "streaming");
      assertThat(second.json("plan", "orders").path("changes")).isEmpty();
    }
  }

  private static void assertRefused(Lab lab, Product product) {
    HostImage before = HostImage.of(lab, HOSTS);
    Outcome outcome = product.run("provision", "orders");
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.all()).contains("another Understudy is in charge", "take-over orders");
    before.assertUnchanged(lab, HOSTS);
  }
}
