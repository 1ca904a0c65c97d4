package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The primary has a tablespace outside its data directory, in a place with an awkward name. */
@OnLab
class TablespacesIT {
  private static final String PLACE = "/srv/fast/it is \"here\" $HOME";

  @Test
  void areCheckedBeforehandAndCopiedToTheSamePlace(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec("alpha", "mkdir -p \"$1\"; chown postgres: \"$1\"", PLACE);
    lab.sql("alpha", "CREATE TABLESPACE fast LOCATION '" + PLACE + "'");
    lab.sql("alpha", "CREATE TABLE t TABLESPACE fast AS SELECT generate_series(1, 300000) AS i");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      lab.exec("delta", "mkdir -p \"$1\"; echo mine >\"$1/file\"", PLACE);
      assertRefused(product, "the tablespace directory " + PLACE + " is not empty");
      assertThat(lab.exec("delta", "cat \"$1/file\"", PLACE)).isEqualTo("mine");
      lab.exec(
          "delta", "rm -r /srv/fast; mkdir /srv/fast; mount -t tmpfs -o size=8M own /srv/fast");
      assertRefused(product, "on the file system of " + PLACE);
      lab.exec("delta", "umount /srv/fast; rmdir /srv/fast");

      product.done("provision", "orders");

      assertThat(lab.exec("delta", "stat -c '%U %G %a' \"$1\"", PLACE))
          .isEqualTo("postgres postgres 700");
      assertThat(lab.sql("delta", "SELECT sum(i) FROM t")).isEqualTo("45000150000");
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    }
  }

  private static void assertRefused(Product product, String why) {
    Outcome outcome = product.run("provision", "orders");
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.all()).contains(why);
    assertThat(product.records().appliedSince(0)).isEmpty();
  }
}
