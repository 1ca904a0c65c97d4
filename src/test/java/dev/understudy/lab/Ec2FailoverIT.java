package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The primary's host loses its power, and only the cloud can say that it is off: it stops the
 * instance, which is the proof; the standby takes over by itself, the address follows, and the old
 * primary is started and rejoins.
 */
@OnLab
@Tag("long")
class Ec2FailoverIT {
  private static final long STOP_MILLIS = 2_000;
  private static final long UNREACHABLE_MILLIS = 3_000;

  @Test
  void theCloudsWordIsProofAndTheAddressFollows(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (LabEc2 ec2 = LabEc2.start(lab, STOP_MILLIS, "alpha", "delta")) {
      Site site =
          ec2.site("alpha", "delta")
              .with("failover", "{ automatic: true, unreachable_for: 3s, fencing: [ssh, ec2] }");
      try (Product product = new Product(lab, site).settings(LabEc2.credentials())) {
        product.done("provision", "orders");
        Eventually.that(
            "the address leads to alpha", 20, () -> ec2.state().contains("address alpha"));
        assertThat(product.run("check", "orders", "cloud-fencing", "instance-health").all())
            .contains("EC2 would stop the instance of alpha");
        Child service = product.start("serve");
        Eventually.that(
            "the cluster is judged healthy", 60, () -> service.soFar().contains("orders: healthy"));
        long watched = System.nanoTime();
        Eventually.that(
            "a whole span is watched",
            60,
            () -> System.nanoTime() - watched > (UNREACHABLE_MILLIS + 2_000) * 1_000_000);
        try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta")) {
          writes.awaitMoreOn("alpha");
          lab.verb("power-off", "alpha");
          try {
            writes.awaitMoreOn("delta");
          } catch (AssertionError e) {
            throw new AssertionError(service.soFar() + product.run("runs"), e);
          }
          writes.stop();
          long pause = writes.longestPause().toMillis();
          System.out.printf(
              "power loss, fencing by EC2 that stops in %d ms: %d ms without writes%n",
              STOP_MILLIS, pause);
          assertThat(pause).isLessThan(UNREACHABLE_MILLIS + STOP_MILLIS + 20_000);
        }
        Eventually.that(
            "the cloud stopped it, and the address follows",
            60,
            () -> ec2.state().contains("alpha stopped") && ec2.state().contains("address delta"));
        Outcome rejoined = product.run("rejoin", "orders", "alpha");
        assertThat(rejoined.exit()).as(rejoined.toString()).isZero();
        assertThat(ec2.state()).contains("alpha running");
        Eventually.that("the old primary follows", 60, () -> lab.streams("alpha"));
      }
    }
  }
}
