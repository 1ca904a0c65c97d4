package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * With {@code mode: sync}: the standby's host loses its power under a writer, and writes go on; it
 * comes back, and is waited for again; then the primary's host loses its power, and the standby is
 * promoted without anybody who could fence, and has every acknowledged row.
 */
@OnLab
@Tag("long")
class SynchronousFailoverIT {
  private static final String NAMES = "SHOW synchronous_standby_names";

  private Lab lab;
  private Product product;
  private Child service;

  @Test
  void noAcknowledgedRowIsLostAndNothingWaitsForLong(Lab given) {
    lab = given;
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site =
        new Site(lab, "alpha", "delta")
            .with("replication", "{ mode: sync }")
            .with("failover", "{ automatic: true, unreachable_for: 1s, fencing: [ssh] }");
    try (Product made = new Product(lab, site)) {
      product = made;
      product.done("provision", "orders");
      service = product.start("serve");
      Eventually.that(
          "the cluster is judged healthy", 60, () -> service.soFar().contains("orders: healthy"));
      standbyIsLost();
      standbyIsBack();
      primaryIsLost();
      oldPrimaryIsBack();
      roles();
    }
  }

  private void standbyIsLost() {
    try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha")) {
      writes.awaitMoreOn("alpha");
      lab.verb("power-off", "delta");
      Eventually.that("nobody is waited for", 60, () -> lab.sql("alpha", NAMES).isEmpty());
      writes.awaitMoreOn("alpha");
      writes.stop();
      System.out.printf(
          "sync, standby lost: %d ms without writes%n", writes.longestPause().toMillis());
      assertThat(writes.longestPause().toMillis()).isLessThan(20_000);
      assertThat(writes.missingOn("alpha")).isEmpty();
    }
  }

  private void standbyIsBack() {
    lab.verb("boot", "delta");
    awaitWaitingFor("delta");
    assertThat(lab.sql("alpha", NAMES)).isEqualTo("ANY 1 (\"delta\")");
  }

  private void awaitWaitingFor(String standby) {
    Eventually.that(
        standby + " is waited for", 120, () -> promotable().equals("[\"" + standby + "\"]"));
  }

  /** It follows by itself, and commits wait for it. */
  private void oldPrimaryIsBack() {
    lab.verb("boot", "alpha");
    awaitWaitingFor("alpha");
    assertThat(lab.sql("delta", NAMES)).isEqualTo("ANY 1 (\"alpha\")");
  }

  /** A new primary waits for nobody that it was told of when it was one before. */
  private void roles() {
    try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "delta", "alpha")) {
      writes.awaitMoreOn("delta");
      product.done("switchover", "orders", "--to", "alpha", "--yes");
      writes.awaitMoreOn("alpha");
      writes.stop();
      assertThat(writes.missingOn("alpha")).isEmpty();
    }
    awaitWaitingFor("delta");
  }

  private String promotable() {
    return product.json("status", "orders").path("synchronous").path("confirmers").toString();
  }

  private void primaryIsLost() {
    try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta")) {
      writes.awaitMoreOn("alpha");
      lab.verb("power-off", "alpha");
      try {
        writes.awaitMoreOn("delta");
      } catch (AssertionError e) {
        throw new AssertionError(service.soFar() + product.run("runs"), e);
      }
      writes.stop();
      System.out.printf(
          "sync, primary lost: %d ms without writes%n", writes.longestPause().toMillis());
      assertThat(writes.missingOn("delta")).isEmpty();
    }
  }
}
