package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The service is killed at ten instants of one run; the run ends as if nothing had happened. */
@OnLab
class KilledServiceIT {
  private static final String[] HOSTS = {"alpha", "delta", "echo"};

  @Test
  void aRunKilledTenTimesLeavesTheSameHostsAsAnUndisturbedOne(Lab lab) {
    HostImage undisturbed = undisturbed(lab);
    fresh(lab);
    long starts = lab.serverStarts("alpha");
    Site site = new Site(lab, HOSTS).with("base_backup", "{ max_rate: 900kB }");
    try (Product product = new Product(lab, site);
        WriteLoad load = WriteLoad.start(lab, "alpha")) {
      crash(product, "after-apply:guard");
      crash(product, "before-apply:roles");
      crash(product, "after-apply:settings");
      crash(product, "after-record:rules");
      killWhile(product, "restart", "alpha");
      crash(product, "after-apply:slot");
      killTwiceInTheBaseBackup(lab, product);
      crash(product, "before-apply:start");
      crash(product, "after-apply:start");

      Outcome last = product.done("provision", "orders");

      assertThat(last.all()).contains("goes on");
      assertThat(product.records().one("SELECT count(*) FROM run")).isEqualTo("1");
      assertThat(lab.serverStarts("alpha")).isEqualTo(starts + 1);
      load.stop();
      for (String node : HOSTS) {
        assertThat(load.missingOn("alpha", node)).as("rows missing on " + node).isEqualTo("[]");
      }
      undisturbed.assertUnchanged(lab, HOSTS);
    }
  }

  private static HostImage undisturbed(Lab lab) {
    fresh(lab);
    try (Product product = new Product(lab, new Site(lab, HOSTS))) {
      product.done("provision", "orders");
      return HostImage.of(lab, HOSTS);
    }
  }

  private static void fresh(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "echo=pg15,nocluster");
  }

  private static void crash(Product product, String point) {
    Outcome outcome = product.startCrashing(point, "provision", "orders").await(240);
    assertThat(outcome.exit()).as("crash at " + point + ": " + outcome).isEqualTo(137);
  }

  private static void killWhile(Product product, String step, String node) {
    Child provisioning = product.start("provision", "orders");
    product.records().awaitStep(step, node, "running");
    provisioning.kill();
  }

  private static void killTwiceInTheBaseBackup(Lab lab, Product product) {
    Child first = product.start("provision", "orders");
    BackupProcess before = BackupProcess.await(lab, product, "delta");
    first.kill();
    long mark = product.records().mark();

    Child second = product.start("provision", "orders");
    Eventually.that(
        () -> "attached again\n" + String.join("\n", product.records().story()),
        120,
        () -> product.records().appliedSince(mark).contains("base-backup@delta"));
    assertThat(BackupProcess.on(lab, "delta")).isEqualTo(before);
    second.kill();

    assertThat(product.records().attempts("base-backup", "delta")).isEqualTo(1);
    assertThat(BackupProcess.on(lab, "delta")).isEqualTo(before);
  }
}
