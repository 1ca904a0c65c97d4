package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cluster that is written to gets one kind of archive after the other; each segment is in one.
 */
@OnLab
@Tag("long")
class ArchiveKindChangeIT {
  private static final String[] HOSTS = {"alpha", "delta"};
  private static final String TO_HOSTS =
      "{ kind: directory, repository: { path: /srv/wal }, archive_timeout: 10m }";
  private static final String KEYS = "/var/lib/postgresql/.ssh";

  @Test
  void everySegmentIsInOneOfTheArchives(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    CommandStore store = new CommandStore(lab, "delta");
    store.start(HOSTS);
    Site site = new Site(lab, HOSTS).with("archive", TO_HOSTS);
    try (LabS3 s3 = LabS3.start(lab);
        Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      long starts = starts(lab);
      try (WriteLoad load = WriteLoad.start(lab, "alpha")) {
        change(lab, product, site, load, CommandStore.archive());
        assertThat(
                lab.exec("alpha", "ls /etc/understudy/orders; ls -a $1 2>/dev/null || true", KEYS))
            .isEqualTo("restore-wal");
        assertThat(lab.sql("alpha", "SHOW archive_command")).startsWith("envdir ");
        change(lab, product, site, load, s3.archive());
        assertThat(lab.exec("delta", "ls /etc/understudy/orders")).doesNotContain("ship-wal");
        Set<String> all = inDirectories(lab);
        all.addAll(store.segments());
        all.addAll(new ArchivedSegments(s3).below("prod"));
        assertThat(inDirectories(lab)).isNotEmpty();
        assertThat(store.segments()).isNotEmpty();
        ArchivedSegments.assertUnbroken(all);

        change(lab, product, site, load, "{ kind: none }");
        assertThat(lab.sql("alpha", "SHOW archive_command")).isEqualTo("/bin/true");
        Set<String> before = inDirectories(lab);
        change(lab, product, site, load, TO_HOSTS);
        finish(lab);
        Set<String> anew = inDirectories(lab);
        anew.removeAll(before);
        ArchivedSegments.assertUnbroken(anew);
        assertThat(inDirectories(lab)).as("WAL of the first time").containsAll(before);
        assertThat(load.missingOn("alpha", "delta")).isEmpty();
      }
      assertThat(starts(lab)).as("servers started").isEqualTo(starts);
    }
  }

  private static void change(Lab lab, Product product, Site site, WriteLoad load, String archive) {
    load.awaitMore();
    finish(lab);
    product.configure(site.with("archive", archive));
    product.done("provision", "orders");
    load.awaitMore();
    finish(lab);
    Outcome plan = product.run("plan", "orders");
    assertThat(plan.exit()).as(plan.toString()).isZero();
  }

  /** Ends a segment and waits until the archiver, whatever it calls, has done with it. */
  private static void finish(Lab lab) {
    String ready =
        "/var/lib/postgresql/15/main/pg_wal/archive_status/"
            + ArchivedSegments.finish(lab, "alpha")
            + ".ready";
    Eventually.that(
        ready + " is gone",
        120,
        () -> lab.exec("alpha", "ls $1 2>/dev/null || true", ready).isEmpty());
  }

  private static Set<String> inDirectories(Lab lab) {
    return new TreeSet<>(CommandStore.segmentsIn(lab, "delta", "/srv/wal/orders"));
  }

  private static long starts(Lab lab) {
    return lab.serverStarts("alpha") + lab.serverStarts("delta");
  }
}
