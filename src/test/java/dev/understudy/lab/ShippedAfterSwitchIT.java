package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The primary loses its power with WAL that it could not ship; the promoted standby ships it, and a
 * restore goes across the switch. What a promoted standby received it has still, since where there
 * is an archive every node keeps some WAL.
 */
@OnLab
@Tag("long")
class ShippedAfterSwitchIT {
  private static final int UNSHIPPED = 4;

  /** An archive that can be taken away. */
  private record Store(Runnable away, Runnable back, Supplier<Set<String>> segments) {}

  @Test
  void noSegmentIsMissing(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (LabS3 s3 = LabS3.start(lab);
        Product product = product(lab, s3.archive())) {
      product.done("provision", "orders");
      lab.sql("alpha", "CREATE TABLE orders AS SELECT 1 AS id");
      Backups.take(lab, "alpha");
      ArchivedSegments archived = new ArchivedSegments(s3);
      Store store = new Store(s3::stop, s3::start, () -> archived.below("prod"));

      String five = promotedWithAHole(lab, store);
      shipped(product, store);
      restored(lab, product, "/srv/all", "7");
      restored(lab, product, "/srv/old", "5", "--to-lsn", five);
    }
  }

  @Test
  void norInDirectoriesOfTheHosts(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    String archive = "{ kind: directory, repository: { path: /srv/wal }, archive_timeout: 10m }";
    try (Product product = product(lab, archive)) {
      product.done("provision", "orders");
      lab.sql("alpha", "CREATE TABLE orders AS SELECT 1 AS id");
      Set<String> hosts = Set.of("alpha", "delta");
      Store store =
          new Store(
              () -> lab.verb("refuse", "delta", "22", "--from", "alpha"),
              () -> {
                lab.verb("accept", "delta", "22");
                lab.verb("boot", "alpha");
              },
              () -> {
                Set<String> names = new TreeSet<>();
                hosts.forEach(
                    host -> names.addAll(CommandStore.segmentsIn(lab, host, "/srv/wal/orders")));
                return names;
              });
      // Its host comes back to take WAL, the server does not: it would ship by itself.
      lab.exec("alpha", "echo manual >/etc/postgresql/15/main/start.conf; sync");

      promotedWithAHole(lab, store);
      shipped(product, store);
    }
  }

  @Test
  void norWhereOnlyTheUsersCommandsKnow(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    CommandStore commands = new CommandStore(lab, "delta");
    commands.start("alpha", "delta");
    try (Product product = product(lab, CommandStore.archive())) {
      product.done("provision", "orders");
      lab.sql("alpha", "CREATE TABLE orders AS SELECT 1 AS id");
      Store store =
          new Store(
              () -> lab.verb("refuse", "delta", "8730"),
              () -> lab.verb("accept", "delta", "8730"),
              commands::segments);

      promotedWithAHole(lab, store);
      anotherContentIsNotReplaced(lab, product, commands);
      shipped(product, store);
    }
  }

  private static Product product(Lab lab, String archive) {
    return new Product(lab, new Site(lab, "alpha", "delta").with("archive", archive));
  }

  /** Where the fifth row was written. */
  private static String promotedWithAHole(Lab lab, Store store) {
    String first = ArchivedSegments.finish(lab, "alpha");
    Eventually.that("it ships", 120, () -> store.segments().get().contains(first));
    store.away().run();
    for (int id = 2; id <= 5; id++) {
      lab.sql("alpha", "INSERT INTO orders VALUES (" + id + ")");
      ArchivedSegments.finish(lab, "alpha");
    }
    String five = lab.sql("alpha", "SELECT pg_current_wal_insert_lsn()");
    lab.sql("alpha", "INSERT INTO orders VALUES (6)");
    String written = lab.sql("alpha", "SELECT pg_current_wal_lsn()");
    String received = "SELECT pg_last_wal_replay_lsn() >= '" + written + "'";
    Eventually.that("the standby has it all", 60, () -> lab.sql("delta", received).equals("t"));
    Set<String> before = store.segments().get();
    lab.verb("power-off", "alpha");
    // The archive is out of reach still, and that holds nothing up for long.
    assertThat(lab.sql("delta", "SELECT pg_promote(wait_seconds => 120)")).isEqualTo("t");
    store.back().run();
    lab.sql("delta", "INSERT INTO orders VALUES (7)");
    lab.sql("delta", "CHECKPOINT");
    String after = ArchivedSegments.finish(lab, "delta");
    Eventually.that("archiving goes on", 120, () -> store.segments().get().contains(after));
    assertThat(old(store)).as("a hole is there").hasSizeLessThan(before.size() + UNSHIPPED);
    return five;
  }

  private static void shipped(Product product, Store store) {
    int before = old(store).size();
    product.done("ship-missing", "orders", "--from", "delta");

    Set<String> all = old(store);
    ArchivedSegments.assertUnbroken(all);
    assertThat(all).hasSizeGreaterThanOrEqualTo(before + UNSHIPPED);
    product.done("ship-missing", "orders", "--from", "delta");
  }

  /** Those of the timeline before the switch. */
  private static Set<String> old(Store store) {
    Set<String> all = store.segments().get();
    all.removeIf(name -> !name.startsWith("00000001"));
    return all;
  }

  private static void anotherContentIsNotReplaced(Lab lab, Product product, CommandStore store) {
    String newest =
        store.segments().stream()
            .filter(n -> n.startsWith("00000001"))
            .sorted()
            .reduce((one, next) -> next)
            .orElseThrow();
    lab.exec("delta", "cd /srv/remote && mv $1 /srv/kept && echo another >$1", newest);
    Outcome refused = product.run("ship-missing", "orders", "--from", "delta");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.toString()).contains("another content under the name " + newest);
    assertThat(lab.exec("delta", "cat /srv/remote/$1", newest)).isEqualTo("another");
    lab.exec("delta", "cd /srv/remote && rm $1 && mv /srv/kept $1", newest);
  }

  private static void restored(
      Lab lab, Product product, String directory, String rows, String... target) {
    List<String> words =
        new ArrayList<>(
            List.of("restore", "orders", "--target", "delta", "--directory", directory));
    words.addAll(List.of(target));
    words.add("--keep-running");
    product.done(words.toArray(String[]::new));
    String count = "cd /; runuser -u postgres -- psql -h $1 -qAtXc 'SELECT count(*) FROM orders'";
    assertThat(lab.exec("delta", count, directory)).isEqualTo(rows);
  }
}
