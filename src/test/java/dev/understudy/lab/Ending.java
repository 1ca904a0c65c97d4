package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

/** How a provisioning of alpha and delta may end after a fault, and never otherwise. */
final class Ending {
  private Ending() {}

  /** The run completes by itself, and the standby streams. */
  static void completed(Lab lab, Product product, Child run) {
    Outcome outcome = run.await(240);
    assertThat(outcome.exit()).as(outcome + String.join("\n", product.records().story())).isZero();
    proved(lab, product);
  }

  /** The run completes, or waits for a person with a reason and completes when told to. */
  static void completedOrResumed(Lab lab, Product product, Child run) {
    Outcome outcome = run.await(240);
    if (outcome.exit() != 0) {
      assertThat(outcome.all()).contains("waits for a person", "run retry");
      product.done("provision", "orders");
    }
    proved(lab, product);
  }

  /**
   * The run waits for a person and says why.
   *
   * @param said parts of the reason
   */
  static void waits(Lab lab, Product product, Child run, String... said) {
    Outcome outcome = run.await(240);
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.all()).contains("waits for a person", "run retry").contains(said);
    assertThat(outcome.all()).doesNotContain("\tat ");
    assertThat(product.records().one("SELECT status FROM run")).isEqualTo("waiting");
    nothingHalfMadeRuns(lab);
  }

  /** No server runs in a directory that a run is still making. */
  static void nothingHalfMadeRuns(Lab lab) {
    String marker = "/var/lib/postgresql/15/main.understudy-incomplete";
    String look = "[ ! -e " + marker + " ] || pgrep -x postgres || echo none";
    assertThat(lab.exec("delta", look)).isIn("none", "");
  }

  private static void proved(Lab lab, Product product) {
    Eventually.that("streaming", 60, () -> lab.streams("delta"));
    assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    assertThat(product.records().one("SELECT count(*) FROM run")).isEqualTo("1");
  }
}
