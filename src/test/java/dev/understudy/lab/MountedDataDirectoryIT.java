package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The data directory is a file system of its own, so that it cannot be renamed. */
@OnLab
class MountedDataDirectoryIT {
  private static final String DIR = "/var/lib/postgresql/15/main";

  @Test
  void anEmptyOneIsUsedAndAFullOneIsNeverMoved(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("delta", "mkdir -p " + DIR + "; mount -t tmpfs -o size=600M own " + DIR);
    lab.exec("delta", "mkdir " + DIR + "/lost+found");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      Outcome refused = product.run("provision", "orders");
      assertThat(refused.all()).contains(DIR + " is not empty", "lost+found of a new file system");
      assertThat(product.records().appliedSince(0)).isEmpty();

      lab.exec("delta", "rmdir " + DIR + "/lost+found");
      product.done("provision", "orders");
      lab.exec("delta", "mountpoint -q " + DIR);
      assertThat(lab.streams("delta")).isTrue();

      lab.exec("delta", "systemctl stop postgresql@15-main");
      Outcome kept = product.run("copy-anew", "orders", "delta", "--yes");
      assertThat(kept.exit()).isEqualTo(1);
      assertThat(kept.all()).contains("is a mount point, which cannot be moved aside");
      product.done("provision", "orders");
      assertThat(lab.streams("delta")).isTrue();
    }
  }
}
