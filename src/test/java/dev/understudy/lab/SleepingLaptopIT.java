package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The machine of the service sleeps in the middle of a run, and wakes up. */
@OnLab
class SleepingLaptopIT {
  private static final Duration LONGER_THAN_THE_LEASE = Duration.ofSeconds(45);
  private static final String[] HOSTS = {"alpha", "delta"};

  @Test
  void findsSomebodyElseInChargeAndChangesNothing(Lab lab) {
    try (Product asleep = product(lab, "{ max_rate: 4MB }");
        Product colleague = new Product(lab, new Site(lab, HOSTS))) {
      Child run = asleep.start("provision", "orders");
      BackupProcess.await(lab, asleep, "delta");
      run.signal("STOP");
      colleague.done("take-over", "orders");
      colleague.done("provision", "orders");
      HostImage finished = HostImage.of(lab, HOSTS);

      run.signal("CONT");
      Outcome woken = run.await(120);

      assertThat(woken.exit()).as(woken.toString()).isEqualTo(1);
      assertThat(woken.all()).contains("another", "take-over").doesNotContain("\tat ");
      finished.assertUnchanged(lab, HOSTS);
      assertThat(lab.streams("delta")).isTrue();
    }
  }

  @Test
  @Tag("long")
  void goesOnWhenNobodyTookOver(Lab lab) {
    try (Product product = product(lab, "{ max_rate: 1MB }")) {
      Child run = product.start("provision", "orders");
      BackupProcess before = BackupProcess.await(lab, product, "delta");
      run.signal("STOP");
      long end = System.nanoTime() + LONGER_THAN_THE_LEASE.toNanos();
      Eventually.that("it has slept", 60, () -> System.nanoTime() > end);
      run.signal("CONT");
      assertThat(BackupProcess.on(lab, "delta").identity()).isIn(before.identity(), "");

      Ending.completed(lab, product, run);
      assertThat(product.records().attempts("base-backup", "delta")).isEqualTo(1);
    }
  }

  private static Product product(Lab lab, String backup) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    return new Product(lab, new Site(lab, HOSTS).with("base_backup", backup));
  }
}
