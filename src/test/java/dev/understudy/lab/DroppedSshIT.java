package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** sshd's processes of the connection are killed while a command is changing something. */
@OnLab
class DroppedSshIT {
  /** Stands before a program on the PATH and, for one call, drops the connection that asks. */
  private static final String DROP =
      """
      cat >"/usr/local/sbin/$1" <<'END'
      #!/bin/sh
      case "${0##*/} $*" in
        pg_createcluster\\ * | systemctl\\ restart\\ --no-block\\ *)
          mkdir /run/dropped 2>/dev/null && pkill -9 -f '^sshd: admin' ;;
      esac
      exec "/usr/bin/${0##*/}" "$@"
      END
      chmod 0755 "/usr/local/sbin/$1"
      """;

  @Test
  void theProbeDecidesAndNothingIsDoneTwice(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    long starts = lab.serverStarts("alpha");
    lab.exec("delta", DROP, "pg_createcluster");
    lab.exec("alpha", DROP, "systemctl");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Child run = product.start("provision", "orders");
      Ending.completed(lab, product, run);
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
