package dev.understudy.lab;

import org.junit.jupiter.api.Test;

/** sshd on every host allows one session per connection and one login at a time. */
@OnLab
class CrowdedSshdIT {
  private static final String LIMITS =
      "printf 'MaxSessions 1\\nMaxStartups 1\\n' >/etc/ssh/sshd_config.d/crowded.conf"
          + " && systemctl reload ssh";

  @Test
  void aWholeProvisioningGetsThrough(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("alpha", LIMITS);
    lab.exec("delta", LIMITS);
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Ending.completed(lab, product, product.start("provision", "orders"));
    }
  }
}
