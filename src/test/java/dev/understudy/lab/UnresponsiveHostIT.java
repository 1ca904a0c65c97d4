package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts and servers that accept connections and never answer. */
@OnLab
class UnresponsiveHostIT {
  private static final String POSTMASTER =
      "kill -\"$1\" \"$(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)\"";

  /** The host at preflight, then PostgreSQL's port just before somebody connects to it. */
  @Test
  void isWaitedForAndTheRunCompletes(Lab lab) {
    fresh(lab);
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      lab.verb("freeze", "delta");
      Child run = product.start("provision", "orders");
      product.records().awaitStory("preflight.*delta: no SSH to .* port 22");
      lab.verb("thaw", "delta");

      product.records().awaitStep("rules", "delta", "done");
      lab.exec("alpha", POSTMASTER, "STOP");
      product.records().awaitStory("waiting .*(timeout|timed out)");
      lab.exec("alpha", POSTMASTER, "CONT");

      Ending.completed(lab, product, run);
    }
  }

  @Test
  @Tag("long")
  void thatNeverAnswersEndsPreflightAndIsNamed(Lab lab) {
    fresh(lab);
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      lab.verb("freeze", "delta");
      Outcome refused = product.run("provision", "orders");
      lab.verb("thaw", "delta");

      assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.all()).contains("delta: no SSH to " + lab.ip("delta") + " port 22");
      assertThat(product.records().appliedSince(0)).isEmpty();
      product.done("provision", "orders");
    }
  }

  @Test
  @Tag("long")
  void thatFallsSilentInTheBaseBackupIsWaitedFor(Lab lab) {
    fresh(lab);
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 4MB }");
    try (Product product = new Product(lab, site)) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");
      lab.verb("freeze", "delta");
      product.records().awaitStory("base-backup@delta .*no SSH to");
      lab.verb("thaw", "delta");

      Ending.completed(lab, product, run);
    }
  }

  @Test
  @Tag("long")
  void whoseServerFallsSilentBeforeTheServiceConnectsIsWaitedFor(Lab lab) {
    fresh(lab);
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Child crashed = product.startCrashing("after-apply:start", "provision", "orders");
      assertThat(crashed.await(120).exit()).isEqualTo(137);
      Child run = product.start("provision", "orders");
      product.records().awaitStep("streaming", "delta", "satisfied");
      lab.exec("delta", POSTMASTER, "STOP");
      product.records().awaitStory("(access|record).*waiting .*");
      lab.exec("delta", POSTMASTER, "CONT");

      Ending.completed(lab, product, run);
    }
  }

  private static void fresh(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
  }
}
