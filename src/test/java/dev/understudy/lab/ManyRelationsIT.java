package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary has 5,000 relations, so many small files. */
@OnLab
class ManyRelationsIT {
  private static final String CREATE =
      "DO $$ BEGIN FOR i IN %d..%d LOOP EXECUTE 'CREATE TABLE r' || i || ' AS SELECT 1 AS x';"
          + " END LOOP; END $$";

  @Test
  @Tag("long")
  void areCopiedAndAskingForTheProgressReadsNoneOfThem(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    for (int from = 1; from <= 5000; from += 1000) {
      lab.sql("alpha", CREATE.formatted(from, from + 999));
    }
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 20MB }");
    try (Product product = new Product(lab, site)) {
      Child run = product.start("provision", "orders");
      BackupProcess.await(lab, product, "delta");
      assertThat(lab.exec("delta", "cat /var/lib/understudy/jobs/*/progress"))
          .doesNotContain("du ");
      String told = run.await(240).orFail();

      assertThat(told).containsPattern("base-backup [0-9]+% [0-9]+ MiB of [0-9]+ MiB");
      assertThat(lab.sql("delta", "SELECT count(*) FROM pg_class WHERE relname ~ '^r[0-9]+$'"))
          .isEqualTo("5000");
      assertThat(lab.sql("delta", "SELECT x FROM r4711")).isEqualTo("1");
    }
  }
}
