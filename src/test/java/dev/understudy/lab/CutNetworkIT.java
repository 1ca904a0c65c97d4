package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service cannot reach the standby for half a minute, in the middle of the base backup. */
@OnLab
class CutNetworkIT {
  private static final Duration CUT = Duration.ofSeconds(30);

  /** Its neighbour reports, too, that it cannot reach it. */
  @Test
  @Tag("long")
  void aHostThatIsAwayAtPreflightIsWaitedFor(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      lab.verb("dark", "delta");
      Child run = product.start("provision", "orders");
      product.records().awaitStory("preflight.* waiting .*problems");
      lab.verb("light", "delta");

      Ending.completed(lab, product, run);
    }
  }

  @Test
  void theBaseBackupGoesOnAndTheRunCompletes(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 600kB }");
    try (Product product = new Product(lab, site)) {
      Child run = product.start("provision", "orders");
      BackupProcess before = BackupProcess.await(lab, product, "delta");

      lab.verb("cut", "controller", "delta");
      long end = System.nanoTime() + CUT.toNanos();
      Eventually.that("half a minute has passed", 60, () -> System.nanoTime() > end);
      assertThat(BackupProcess.on(lab, "delta")).isEqualTo(before);
      lab.verb("heal", "controller", "delta");

      run.await(240).orFail();
      assertThat(product.records().attempts("base-backup", "delta"))
          .as("attempts: " + String.join("\n", product.records().story()))
          .isEqualTo(1);
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    }
  }
}
