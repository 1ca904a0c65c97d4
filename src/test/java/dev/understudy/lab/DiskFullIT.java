package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The standby's disk fills up in the base backup: something else takes the room. */
@OnLab
class DiskFullIT {
  @Test
  void theRunWaitsForRoomAndNothingHalfMadeStarts(Lab lab) {
    lab.fresh("alpha=pg15", "india=pg15,nocluster,pgdisk=400M");
    Site site = new Site(lab, "alpha", "india");
    try (Product product = new Product(lab, site.with("base_backup", "{ max_rate: 4MB }"))) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "india");

      lab.verb("fill", "india", "--leave", "1M");

      Outcome waits = run.await(120);
      assertThat(waits.exit()).as(waits.toString()).isEqualTo(1);
      assertThat(waits.all())
          .contains("No space left on device", "waits for a person", "make room on india");
      assertThat(product.records().attempts("base-backup", "india")).isEqualTo(1);

      lab.verb("power-off", "india");
      lab.verb("boot", "india");
      String look =
          "test -e /var/lib/postgresql/15/main.understudy-incomplete && ! pgrep -x postgres";
      lab.exec("india", look);

      lab.verb("unfill", "india");
      product.configure(new Site(lab, "alpha", "india"));
      product.done("run", "resume", "last");
      assertThat(lab.streams("india")).isTrue();
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    }
  }
}
