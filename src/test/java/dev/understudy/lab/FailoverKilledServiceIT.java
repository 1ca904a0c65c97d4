package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service is killed in each step of a failover, one after the other: the run ends well. */
@OnLab
@Tag("long")
class FailoverKilledServiceIT {
  private static final List<String> STEPS =
      List.of("claim", "fence", "candidate", "salvage", "promote", "slots", "told");

  @Test
  void theNextServiceGoesOn(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    String primary = "alpha";
    String standby = "delta";
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.done("provision", "orders");
      for (String step : STEPS) {
        try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, primary, standby)) {
          lab.exec(primary, "kill -KILL $(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)");
          try (Child dying =
              product.startCrashing("after-apply:" + step, "failover", "orders", "--yes")) {
            dying.await(120);
          }
          product.done("failover", "orders", "--yes");
          writes.awaitMoreOn(standby);
          writes.stop();
          assertThat(writes.missingOn(standby)).as("killed in " + step).isEmpty();
        }
        product.done("rejoin", "orders", primary);
        String next = primary;
        primary = standby;
        standby = next;
      }
    }
  }
}
