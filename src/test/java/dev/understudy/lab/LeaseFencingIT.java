package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A primary that is fenced by lease: without the service it lives as long as a standby vouches for
 * it, cut off from both it is killed, and after a boot it waits for a voucher.
 */
@OnLab
@Tag("long")
class LeaseFencingIT {
  private static final String UNIT = "postgresql@15-main";

  @Test
  void aPrimaryLivesByTheServiceOrByAStandby(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site =
        new Site(lab, "alpha", "delta")
            .with("failover", "{ fencing: [ssh, lease], lease: 5s, check: 300ms }");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      assertThat(status(lab)).contains("until the service says otherwise");
      long served = lab.serverStarts("alpha");

      Child service = product.start("serve");
      Eventually.that("it renews", 60, () -> status(lab).contains("s more"));
      Eventually.that("no standby is asked then", 60, () -> vouches(lab).equals("0"));
      service.kill();
      Eventually.that("the standby vouches", 20, () -> !vouches(lab).equals("0"));
      long later = uptime(lab) + 3 * 500;
      Eventually.that("three leases are over", 60, () -> uptime(lab) > later);
      assertThat(lab.serverStarts("alpha")).isEqualTo(served);
      assertThat(lab.sql("alpha", "SELECT pg_is_in_recovery()")).isEqualTo("f");

      lab.verb("cut", "alpha", "delta");
      long cut = uptime(lab);
      Eventually.that("it is killed", 30, () -> !runs(lab));
      assertThat(uptime(lab) - cut).isLessThan(500 + 30 + 150);
      assertThat(lab.exec("alpha", "systemctl start " + UNIT + " 2>&1 || echo no")).contains("no");
      lab.verb("heal");
      Eventually.that("it is started, since the standby vouches", 60, () -> writes(lab));

      lab.verb("power-off", "delta");
      lab.verb("power-off", "alpha");
      lab.verb("boot", "alpha");
      Eventually.that(
          "its start is refused",
          60,
          () -> lab.exec("alpha", "systemctl is-failed " + UNIT + " || true").equals("failed"));
      assertThat(lab.exec("alpha", "journalctl -b -u " + UNIT)).contains("neither the service");
      lab.verb("boot", "delta");
      Eventually.that("it starts, since the standby is back", 60, () -> writes(lab));

      Child again = product.start("serve");
      Eventually.that("it renews again", 60, () -> status(lab).contains("s more"));
      Eventually.that("it serves", 60, () -> again.soFar().contains("listening"));
      again.signal("TERM");
      Outcome ended = again.await(30);
      assertThat(status(lab)).as(ended.toString()).contains("until the service says otherwise");

      product.done("detach", "orders");
      assertThat(lab.exec("alpha", "ls -d /usr/local/sbin/understudy-guard " + left() + " || true"))
          .isEmpty();
      assertThat(writes(lab)).isTrue();
    }
  }

  private static String left() {
    return "/usr/local/lib/understudy /var/lib/understudy /etc/systemd/system/understudy-* 2>/dev/null";
  }

  private static String status(Lab lab) {
    return lab.exec("alpha", "understudy-guard status orders");
  }

  private static long uptime(Lab lab) {
    return Long.parseLong(lab.exec("alpha", "read u _ </proc/uptime; echo ${u%.*}${u#*.}"));
  }

  private static String vouches(Lab lab) {
    return lab.sql(
        "delta",
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'understudy-lease'");
  }

  private static boolean runs(Lab lab) {
    return !lab.exec("alpha", "pgrep -f '[b]in/postgres.*15/main' || true").isEmpty();
  }

  private static boolean writes(Lab lab) {
    String ask = "psql -qAtX -c 'SELECT pg_is_in_recovery()' 2>/dev/null || true";
    return lab.exec("alpha", "cd /; runuser -u postgres -- " + ask).equals("f");
  }
}
