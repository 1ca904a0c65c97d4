package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The doctor finds what hinders Understudy on real hosts. */
@OnLab
@Tag("long")
class DoctorIT {
  @Test
  void aHostThatWorksAndOnesThatDoNot(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Outcome well = product.run("doctor");
      assertThat(well.exit()).as(well.toString()).isZero();
      assertThat(well.all())
          .contains("ok    ssh orders/alpha", "ok    sudo orders/delta", "ok    clock orders/alpha")
          .contains("warn  postgresql orders/delta");

      lab.exec("alpha", "rm /etc/ssh/ssh_host_*; ssh-keygen -qA; systemctl restart ssh");
      lab.exec("delta", "grep -rl NOPASSWD /etc/sudoers* | xargs sed -i s/NOPASSWD/PASSWD/");
      Outcome ill = product.run("doctor");
      assertThat(ill.exit()).isEqualTo(1);
      assertThat(ill.all()).contains("FAIL  ssh orders/alpha", "FAIL  sudo orders/delta");
    }
  }
}
