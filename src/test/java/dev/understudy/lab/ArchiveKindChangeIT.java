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
  private static final String RESTORE =
      "cd /; runuser -u postgres -- /etc/understudy/orders/restore-wal $1 $2 /tmp/$2 2>/dev/null;"
          + " echo $? $(stat -c %s /tmp/$2 2>/dev/null); rm -f /tmp/$2";
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
        notProvedItEndsNothing(lab, product, site);
        change(lab, product, site, load, CommandStore.archive());
        assertThat(
                lab.exec("alpha", "ls /etc/understudy/orders; ls -a $1 2>/dev/null || true", KEYS)
                    .lines())
            .containsExactly("restore-wal");
        assertThat(lab.sql("alpha", "SHOW archive_command")).startsWith("envdir ");
        String last = change(lab, product, site, load, s3.archive());
        assertThat(lab.exec("delta", "ls /etc/understudy/orders")).doesNotContain("ship-wal");
        Set<String> all = inDirectories(lab);
        all.addAll(store.segments());
        all.addAll(new ArchivedSegments(s3).below("prod"));
        assertThat(inDirectories(lab)).isNotEmpty();
        assertThat(store.segments()).isNotEmpty();
        assertThat(all).contains(last);
        ArchivedSegments.assertUnbroken(all);

        change(lab, product, site, load, "{ kind: none }");
        assertThat(lab.sql("alpha", "SHOW archive_command")).isEqualTo("/bin/true");
        Set<String> before = inDirectories(lab);
        change(lab, product, site, load, TO_HOSTS);
        last = finish(lab);
        Set<String> anew = inDirectories(lab);
        anew.removeAll(before);
        assertThat(anew).contains(last);
        ArchivedSegments.assertUnbroken(anew);
        assertThat(inDirectories(lab)).as("WAL of the first time").containsAll(before);
        assertThat(load.missingOn("alpha", "delta")).isEqualTo("[]");
      }
      assertThat(starts(lab)).as("servers started").isEqualTo(starts);
    }
  }

  /** A store that gives nothing back is no archive; until one is proved the old one serves. */
  private static void notProvedItEndsNothing(Lab lab, Product product, Site site) {
    String old = finish(lab);
    product.configure(site.with("archive", CommandStore.archive("/bin/false %f \"%p\"")));
    assertThat(product.run("provision", "orders").toString()).contains("does not give back");

    assertThat(lab.sql("alpha", "SHOW archive_command")).startsWith("envdir ");
    assertThat(lab.exec("delta", RESTORE, "standby", old)).isEqualTo("0 16777216");
    assertThat(lab.exec("delta", RESTORE, "proof", old)).isEqualTo("1");
    assertThat(lab.exec("alpha", "ls /etc/understudy/orders")).contains("ship-wal", "ssh_key");
  }

  /** The last segment that was finished. */
  private static String change(
      Lab lab, Product product, Site site, WriteLoad load, String archive) {
    load.awaitMore();
    finish(lab);
    product.configure(site.with("archive", archive));
    product.done("provision", "orders");
    load.awaitMore();
    String last = finish(lab);
    Outcome plan = product.run("plan", "orders");
    assertThat(plan.exit()).as(plan.toString()).isZero();
    return last;
  }

  /** Ends a segment and waits until the archiver, whatever it calls, has done with it. */
  private static String finish(Lab lab) {
    String segment = ArchivedSegments.finish(lab, "alpha");
    String ready = "/var/lib/postgresql/15/main/pg_wal/archive_status/" + segment + ".ready";
    Eventually.that(
        ready + " is gone",
        120,
        () -> lab.exec("alpha", "ls $1 2>/dev/null || true", ready).isEmpty());
    return segment;
  }

  private static Set<String> inDirectories(Lab lab) {
    return new TreeSet<>(CommandStore.segmentsIn(lab, "delta", "/srv/wal/orders"));
  }

  private static long starts(Lab lab) {
    return lab.serverStarts("alpha") + lab.serverStarts("delta");
  }
}
