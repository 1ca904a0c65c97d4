package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Another process has apt's lock, as unattended upgrades do. */
@OnLab
class AptLockedIT {
  /** Holds the locks before it begins; the kernel cuts its name as it does the real one's. */
  private static final String HOLDER =
      """
      cp /usr/bin/apt-get /root/unattended-upgrade
      systemd-run -q --unit holder /root/unattended-upgrade -y \
        -o 'DPkg::Pre-Invoke::=sleep 900' install --reinstall rsync
      """;

  private static final String LOCKS = "cat /proc/locks";

  @Test
  void theHolderIsNamedAndTheRunCompletesWhenItLetsGo(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("delta", "dpkg -r --force-depends postgresql-15 >/dev/null");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      String packages = "    uses: host.packages\n";
      product.workflow("provision", packages, packages + "    with: { lock_timeout: 5s }\n");
      product.workflow("provision", "attempts: 4, backoff: 10s", "attempts: 1, backoff: 1s");
      lab.exec("delta", HOLDER);
      Eventually.that("locked", 30, () -> lab.exec("delta", LOCKS).contains("POSIX"));
      String pid = lab.exec("delta", "systemctl show -p MainPID --value holder");
      String named = "apt is locked by unattended-upgr (process " + pid + ")";

      Outcome waits = product.run("provision", "orders");
      assertThat(waits.exit()).as(waits.toString()).isEqualTo(1);
      assertThat(waits.all()).contains(named + ", for more than 5 s", "waits for a person");

      Child resumed = product.start("run", "resume", "last");
      Eventually.that(resumed::soFar, 60, () -> resumed.soFar().contains(" s, " + named));
      lab.exec("delta", "systemctl stop holder");
      resumed.await(120).orFail();
      assertThat(lab.streams("delta")).isTrue();
    }
  }
}
