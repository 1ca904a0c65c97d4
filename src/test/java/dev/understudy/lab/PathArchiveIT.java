package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A repository in a directory of the primary's host is looked at there. */
@OnLab
class PathArchiveIT {
  private static final String SEGMENTS =
      "find /srv/backup/archive -name '0000000100000000*-*' | sort";

  @Test
  void isJudgedOnTheHost(Lab lab) {
    lab.fresh("alpha=pg15");
    lab.exec("alpha", "install -d -o postgres -g postgres -m 0750 /srv/backup");
    Site site =
        new Site(lab, "alpha")
            .with("archive", "{ kind: pgbackrest, repository: { path: /srv/backup } }");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      Backups.take(lab, "alpha");
      for (int i = 0; i < 3; i++) {
        String segment = ArchivedSegments.finish(lab, "alpha");
        Eventually.that(segment, 60, () -> lab.exec("alpha", SEGMENTS).contains(segment));
      }

      ArchiveCheck whole = ArchiveCheck.run(product);
      assertThat(whole.outcome().exit()).as(whole.toString()).isZero();
      assertThat(whole.sentence("archive-repository")).startsWith("alpha:/srv/backup");

      Outcome late =
          product.run(
              "restore",
              "orders",
              "--target",
              "alpha",
              "--directory",
              "/srv/restored",
              "--to-time",
              "2099-01-01T00:00:00Z");
      assertThat(late.toString()).contains("lies behind the end of the archive");
      assertThat(late.exit()).isNotZero();

      String gone = lab.exec("alpha", SEGMENTS + " | tail -n 2 | head -n 1");
      lab.exec("alpha", "rm \"$1\"", gone);
      assertThat(ArchiveCheck.run(product).sentence("archive-gaps"))
          .contains("missing: " + gone.replaceAll(".*/", "").substring(0, 24));

      lab.exec("alpha", "mv /srv/backup /srv/elsewhere; mkdir /srv/backup");
      ArchiveCheck unmounted = ArchiveCheck.run(product, "archive-gaps");
      assertThat(unmounted.outcome().exit()).as(unmounted.toString()).isEqualTo(3);
      assertThat(unmounted.sentence("archive-gaps")).contains("nothing in it");
    }
  }
}
