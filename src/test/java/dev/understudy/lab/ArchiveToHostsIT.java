package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * WAL goes into a directory of the other hosts, by logins that may do nothing else: while one of
 * them is down, after one has left, and from a promoted standby.
 */
@OnLab
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveToHostsIT {
  private static final String[] HOSTS = {"alpha", "delta", "echo"};
  private static final String KEYS = "/var/lib/postgresql/.ssh/authorized_keys";
  private static final String OWN_KEY = "ssh-ed25519 AAAA an administrator's own";

  private Site site;
  private Product product;

  @BeforeAll
  void provision(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "echo=pg15,nocluster");
    lab.exec(
        "alpha",
        "install -d -o postgres -g postgres -m 0700 $(dirname $1);"
            + " echo \"$2\" >$1; chown postgres: $1; chmod 0600 $1",
        KEYS,
        OWN_KEY);
    site =
        new Site(lab, HOSTS)
            .with(
                "archive",
                "{ kind: directory, repository: { path: /srv/wal }, archive_timeout: 10m }");
    product = new Product(lab, site);
    assertThat(product.run("plan", "orders").toString()).contains("ship-wal", "trusted, once");
    product.done("provision", "orders");
  }

  @AfterAll
  void forget() {
    product.close();
  }

  @Test
  @Order(1)
  void hostsTrustEachOtherForThisAlone(Lab lab) {
    for (String host : HOSTS) {
      assertThat(lab.exec(host, "stat -c '%a %U' /etc/understudy/orders/ssh_key"))
          .isEqualTo("600 postgres");
      assertThat(lab.exec(host, "cat " + KEYS).lines().filter(line -> !line.equals(OWN_KEY)))
          .hasSize(2)
          .allMatch(
              line -> line.startsWith("restrict,command=\"/etc/understudy/orders/receive-wal"));
      assertThat(lab.sql(host, "SHOW archive_command")).contains("ship-wal");
    }
    assertThat(lab.exec("alpha", "cat " + KEYS)).startsWith(OWN_KEY);
    String login =
        "cd /; runuser -u postgres -- ssh -n -F /etc/understudy/orders/ssh_config delta $1 2>&1 || true";
    assertThat(lab.exec("alpha", login, "id")).contains("only WAL is taken");
    assertThat(lab.exec("alpha", login, "hello")).startsWith("understudy orders ");
    assertNothingPlanned();
  }

  @Test
  @Order(2)
  void whatIsWrittenArrivesOnTheOtherHostsAndComesBack(Lab lab) {
    ArchivedSegments.finish(lab, "alpha");
    String segment = ArchivedSegments.finish(lab, "alpha");
    awaitOn(lab, segment, "delta", "echo");
    assertThat(on(lab, "alpha")).isEmpty();
    for (String host : HOSTS) {
      lab.exec(
          host,
          "cd /; runuser -u postgres -- /etc/understudy/orders/restore-wal standby $1 /tmp/$1",
          segment);
      assertThat(lab.exec(host, "stat -c %s /tmp/$1", segment)).isEqualTo("16777216");
    }
    ArchivedSegments.assertUnbroken(on(lab, "delta"));
    assertChecked(0, "OK", "all there");
    String taken = takeAway(lab, "delta");
    assertChecked(0, "OK", "all there");
    putBack(lab, "delta", taken);
  }

  @Test
  @Order(3)
  void whileAHostIsDownItsWalIsKeptForIt(Lab lab) {
    lab.verb("power-off", "echo");
    String first = ArchivedSegments.finish(lab, "alpha");
    awaitOn(lab, first, "delta");
    Eventually.that(
        "the archiver's failure is seen",
        60,
        () -> lab.sql("alpha", "SELECT last_failed_wal FROM pg_stat_archiver").equals(first));
    String second = ArchivedSegments.finish(lab, "alpha");
    assertThat(ready(lab)).contains(first + ".ready", second + ".ready");
    assertThat(lab.exec("alpha", "tail -n 30 /var/log/postgresql/postgresql-15-main.log"))
        .contains(first + " is kept: not taken by echo");

    lab.verb("boot", "echo");
    awaitOn(lab, second, "delta", "echo");
    ArchivedSegments.assertUnbroken(on(lab, "echo"));
    Eventually.that("nothing waits", 60, () -> ready(lab).isEmpty());
  }

  @Test
  @Order(4)
  void aNodeThatLeavesTakesNothingMoreAndKeepsWhatItHas(Lab lab) {
    Set<String> before = on(lab, "echo");
    product.done("remove-node", "orders", "echo");
    product.configure(site.without("echo"));

    assertThat(lab.exec("echo", "ls -d /etc/understudy " + KEYS + " 2>/dev/null || true"))
        .isEmpty();
    awaitOn(lab, ArchivedSegments.finish(lab, "alpha"), "delta");
    Eventually.that("nothing waits", 60, () -> ready(lab).isEmpty());
    assertThat(on(lab, "echo")).isEqualTo(before);
    assertThat(lab.exec("delta", "cat " + KEYS)).doesNotContain("orders:echo");
    assertNothingPlanned();
    String taken = takeAway(lab, "delta");
    assertChecked(2, "CRITICAL", "missing: " + taken);
    putBack(lab, "delta", taken);
    assertChecked(0, "OK", "all there");
    assertThat(product.run("remove-node", "orders", "delta").toString())
        .contains("no other host would take the WAL");
  }

  @Test
  @Order(5)
  void anOldStateOverwritesNothing(Lab lab) {
    String place = "/var/lib/postgresql/15/main";
    lab.exec("alpha", "systemctl stop postgresql@15-main && cp -a $1 $1-old", place);
    lab.exec("alpha", "systemctl start postgresql@15-main");
    String segment = told(lab, "SELECT 1 AS true_history");
    awaitOn(lab, segment, "delta");
    String shipped = lab.exec("delta", "sha256sum /srv/wal/orders/$1", segment);

    lab.exec("alpha", "systemctl stop postgresql@15-main");
    lab.exec("alpha", "mv $1 $1-true && mv $1-old $1", place);
    lab.exec("alpha", "systemctl start postgresql@15-main");
    assertThat(told(lab, "SELECT 2 AS another_history")).isEqualTo(segment);

    Eventually.that(
        "the old state's segment is refused",
        60,
        () ->
            lab.exec("alpha", "tail -n 50 /var/log/postgresql/postgresql-15-main.log")
                .contains(segment + " is in /srv/wal/orders already, with another content"));
    assertThat(ready(lab)).contains(segment + ".ready");
    assertThat(lab.exec("delta", "sha256sum /srv/wal/orders/$1", segment)).isEqualTo(shipped);
    lab.exec("alpha", "systemctl stop postgresql@15-main");
    lab.exec("alpha", "rm -rf $1 && mv $1-true $1", place);
    lab.exec("alpha", "systemctl start postgresql@15-main");
  }

  @Test
  @Order(6)
  void aPromotedStandbyShipsOn(Lab lab) {
    lab.exec("alpha", "systemctl stop postgresql@15-main");
    lab.sql("delta", "SELECT pg_promote()");
    awaitOn(lab, ArchivedSegments.finish(lab, "delta"), "alpha");
    assertThat(lab.exec("alpha", "ls /srv/wal/orders")).contains("00000002.history");
  }

  private static String told(Lab lab, String history) {
    lab.sql("alpha", "CREATE TABLE IF NOT EXISTS told AS " + history);
    return ArchivedSegments.finish(lab, "alpha");
  }

  private void assertChecked(int exit, String severity, String... words) {
    ArchiveCheck check = ArchiveCheck.run(product, "archive-gaps");
    assertThat(check.outcome().exit()).as(check.toString()).isEqualTo(exit);
    assertThat(check.severity("archive-gaps")).isEqualTo(severity);
    assertThat(check.sentence("archive-gaps")).contains(words);
  }

  /** Neither the first nor the last of a host; its name. */
  private static String takeAway(Lab lab, String host) {
    List<String> segments = List.copyOf(on(lab, host));
    assertThat(segments).hasSizeGreaterThan(2);
    String middle = segments.get(segments.size() - 2);
    lab.exec(host, "mv /srv/wal/orders/$1 /var/tmp/", middle);
    return middle;
  }

  private static void putBack(Lab lab, String host, String segment) {
    lab.exec(host, "mv /var/tmp/$1 /srv/wal/orders/", segment);
  }

  private static Set<String> on(Lab lab, String host) {
    Set<String> names = new TreeSet<>(lab.exec(host, "ls /srv/wal/orders").lines().toList());
    names.removeIf(name -> !name.matches("[0-9A-F]{24}"));
    return names;
  }

  private static String ready(Lab lab) {
    return lab.exec(
        "alpha", "cd /var/lib/postgresql/15/main/pg_wal/archive_status; ls | grep ready || true");
  }

  private static void awaitOn(Lab lab, String segment, String... hosts) {
    Eventually.that(
        segment + " arrives on " + String.join(", ", hosts),
        120,
        () -> Arrays.stream(hosts).allMatch(host -> on(lab, host).contains(segment)));
  }

  private void assertNothingPlanned() {
    Outcome plan = product.run("plan", "orders");
    assertThat(plan.exit()).as(plan.toString()).isZero();
  }
}
