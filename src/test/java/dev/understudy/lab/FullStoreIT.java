package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file system with the store is full in the middle of a run. */
@OnLab
class FullStoreIT {
  @Test
  void isSaidAndTheRunGoesOnWhenThereIsSpaceAgain(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 4MB }");
    try (Product product = new Product(lab, site)) {
      Files.createDirectory(product.data());
      words("mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", product.data().toString());
      try {
        fillsInTheBaseBackup(lab, product);
      } finally {
        words("umount", "--lazy", product.data().toString());
      }
    }
  }

  private static void fillsInTheBaseBackup(Lab lab, Product product) throws IOException {
    Child run = product.start("provision", "orders");
    BackupProcess before = BackupProcess.await(lab, product, "delta");
    Path filler = product.data().resolve("filler");
    Child.run(null, List.of("dd", "if=/dev/zero", "of=" + filler, "bs=64k"), 60);
    Eventually.that(run::soFar, 120, () -> run.soFar().contains("the disk is full"));
    assertThat(run.soFar()).contains(product.data().toString()).doesNotContain("\tat ");
    assertThat(BackupProcess.on(lab, "delta")).isEqualTo(before);
    Files.delete(filler);

    Ending.completedOrResumed(lab, product, run);
    assertThat(product.records().attempts("base-backup", "delta")).isEqualTo(1);
  }

  private static void words(String... words) {
    Child.run(null, List.of(words), 10).orFail();
  }
}
