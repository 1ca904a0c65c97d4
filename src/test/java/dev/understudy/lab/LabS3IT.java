package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.FaultProxy.Fault;
import org.junit.jupiter.api.Test;

/** The lab's S3 server serves pgBackRest on a host, breaks as it is told, and comes back. */
@OnLab
class LabS3IT {
  private static final String LOOK =
      "cd /; runuser -u postgres -- pgbackrest --config=/etc/lab-pgbackrest.conf --stanza=orders";

  @Test
  void servesHostsUntilItIsBroken(Lab lab) {
    lab.fresh("alpha=pg15");
    try (LabS3 s3 = LabS3.start(lab)) {
      s3.trustedBy("alpha");
      configure(lab, s3.pgBackRest(s3.faultyPort()));

      lab.exec("alpha", LOOK + " --no-online stanza-create");
      assertThat(s3.objects())
          .contains("prod/archive/orders/archive.info", "prod/backup/orders/backup.info");

      s3.faults(Fault.UNAVAILABLE, Fault.NONE, Fault.RESET, Fault.NONE);
      assertThat(info(lab)).contains("no valid backups");
      s3.faults();
      s3.stop();
      assertThat(info(lab)).contains("status: error", "Connection refused");
      s3.start();
      assertThat(info(lab)).contains("no valid backups");
      configure(lab, s3.pgBackRest(s3.port()).replace("key-secret=", "key-secret=x"));
      assertThat(info(lab)).contains("status: error", "SignatureDoesNotMatch");
    }
  }

  private static String info(Lab lab) {
    return lab.exec("alpha", LOOK + " --io-timeout=2 info");
  }

  private static void configure(Lab lab, String global) {
    String stanza = "[orders]\npg1-path=/var/lib/postgresql/15/main\npg1-port=5432\n";
    lab.exec("alpha", "printf '%s\n%s' \"$1\" \"$2\" >/etc/lab-pgbackrest.conf", global, stanza);
  }
}
