package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** sshd's processes of the connection are killed while a command is changing something. */
@OnLab
class DroppedSshIT {
  /** A search for a word in the command line of a process that is not this one. */
  private static final String DROP =
      """
      until pgrep -f "$1" | grep -qvx $$; do sleep 0.01; done
      pkill -9 -f '^sshd: admin'
      """;

  @Test
  void theProbeDecidesAndNothingIsDoneTwice(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    long starts = lab.serverStarts("alpha");
    try (Child making = Child.start(null, lab.shell("delta", DROP, "perl.*/pg_createcluste[r]"));
        Child restarting = Child.start(null, lab.shell("alpha", DROP, "systemctl restar[t] --no"));
        Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Child run = product.start("provision", "orders");

      Ending.completed(lab, product, run);
      making.await(10).orFail();
      restarting.await(10).orFail();
      assertThat(unknown(product)).contains("create-cluster@delta", "restart@alpha");
      assertThat(lab.serverStarts("alpha")).isEqualTo(starts + 1);
    }
  }

  private static List<String> unknown(Product product) {
    return product
        .records()
        .query("SELECT step || '@' || node FROM attempt WHERE outcome = 'unknown'");
  }
}
