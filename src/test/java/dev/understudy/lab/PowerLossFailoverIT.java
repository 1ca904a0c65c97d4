package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The primary's host loses its power: no host can be reached to fence it, but its permission runs
 * out, and the standby takes over by itself. The old primary comes back and starts as none.
 */
@OnLab
@Tag("long")
class PowerLossFailoverIT {
  @Test
  void aPermissionThatRanOutIsProof(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site =
        new Site(lab, "alpha", "delta")
            .with(
                "failover",
                "{ automatic: true, unreachable_for: 3s, fencing: [ssh, lease], lease: 3s,"
                    + " check: 500ms }");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      Child service = product.start("serve");
      try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta")) {
        Eventually.that(
            "the service renews",
            60,
            () -> lab.exec("alpha", "understudy-guard status orders").contains("s more"));
        // A whole span of detection has to be observed first.
        Eventually.that(
            "the cluster is judged healthy", 60, () -> service.soFar().contains("orders: healthy"));
        writes.awaitMoreOn("alpha");
        lab.verb("power-off", "alpha");
        try {
          writes.awaitMoreOn("delta");
        } catch (AssertionError e) {
          throw new AssertionError(service.soFar() + product.run("runs"), e);
        }
        writes.stop();
        System.out.printf(
            "power loss, fencing by lease of 3 s: %d ms without writes%n",
            writes.longestPause().toMillis());
      }
      lab.verb("boot", "alpha");
      String ask =
          "cd /; runuser -u postgres -- psql -qAtX -c 'SELECT pg_is_in_recovery()' 2>/dev/null || true";
      String state = "systemctl show -p ActiveState --value postgresql@15-main";
      Eventually.that(
          "its start as a primary is refused, or blocked by ssh, which goes on trying",
          120,
          () ->
              lab.exec("alpha", "understudy-guard status orders").contains("may not be primary")
                  && List.of("failed", "inactive", "active").contains(lab.exec("alpha", state)));
      assertThat(lab.exec("alpha", ask)).isNotEqualTo("f");
      assertThat(lab.sql("delta", "SELECT pg_is_in_recovery()")).isEqualTo("f");
    }
  }
}
