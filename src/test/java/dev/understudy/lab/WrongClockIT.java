package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A host's clock is five minutes slow, as far as its {@code date} says. */
@OnLab
class WrongClockIT {
  private static final String SLOW =
      """
      apt-get install -qq faketime >/dev/null 2>&1
      printf '#!/bin/sh\\nexec faketime -f -300s /usr/bin/date "$@"\\n' >/usr/local/bin/date
      chmod 0755 /usr/local/bin/date
      date
      """;

  @Test
  void isRefusedWithItsOffset(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("delta", SLOW);
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Outcome refused = product.run("provision", "orders");

      assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.all())
          .containsPattern("delta: its clock is (299|300|301) s behind the service's")
          .contains("time synchronisation");
      assertThat(product.records().appliedSince(0)).isEmpty();
    }
  }
}
