package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What Understudy refuses before it has changed anything: the message names fact and remedy, and
 * the hosts look as before. Each test takes back what it did to the shared hosts.
 */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
  private static final String[] HOSTS = {"alpha", "delta", "foxtrot"};

  private final List<Runnable> undo = new ArrayList<>();

  @BeforeAll
  void hosts(Lab lab) {
    lab.fresh(
        "alpha=pg15", "delta=pg15,nocluster", "foxtrot=pg15", "golf=pg15,nocluster,pgdisk=80M");
  }

  @AfterEach
  void takeBack() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  /** What a test does to the hosts, and how it is taken back afterwards. */
  private void cause(Runnable cause, Runnable takenBack) {
    undo.add(takenBack);
    cause.run();
  }

  private void sql(Lab lab, String host, String cause, String takenBack) {
    cause(() -> lab.sql(host, cause), () -> lab.sql(host, takenBack));
  }

  private void shell(Lab lab, String host, String cause, String takenBack) {
    cause(() -> lab.exec(host, cause), () -> lab.exec(host, takenBack));
  }

  @Test
  void aRestartThatIsNotAllowed(Lab lab) {
    Site site = new Site(lab, "alpha", "delta").with("restart_primary", "refuse");
    assertRefused(lab, site, "archive_mode", "wal_log_hints", "restart_primary: allow");
  }

  @Test
  void aStandbyWithDataOfItsOwn(Lab lab) {
    sql(lab, "foxtrot", "CREATE DATABASE own", "DROP DATABASE own");
    assertRefused(
        lab,
        new Site(lab, "alpha", "foxtrot"),
        "foxtrot",
        "/var/lib/postgresql/15/main holds data of its own",
        "pg_dropcluster");
  }

  @Test
  void aStandbyOfAnotherCluster(Lab lab) {
    String signal = "/var/lib/postgresql/15/main/standby.signal";
    shell(
        lab,
        "foxtrot",
        "systemctl stop postgresql@15-main; runuser -u postgres -- touch " + signal,
        "rm " + signal + "; systemctl start postgresql@15-main");
    assertRefused(
        lab,
        new Site(lab, "alpha", "foxtrot"),
        "is a standby of another cluster",
        "take the node out of that cluster first");
  }

  @Test
  void aRoleThatSomebodyElseMade(Lab lab) {
    sql(lab, "alpha", "CREATE ROLE replicator LOGIN SUPERUSER", "DROP ROLE replicator");
    assertRefused(
        lab,
        new Site(lab, "alpha", "delta"),
        "role replicator exists and was not made by Understudy",
        "superuser",
        "COMMENT ON ROLE");
  }

  @Test
  void aSettingThatAlterSystemOverrides(Lab lab) {
    sql(
        lab,
        "alpha",
        "ALTER SYSTEM SET wal_sender_timeout = '61s'",
        "ALTER SYSTEM RESET wal_sender_timeout");
    assertRefused(
        lab,
        new Site(lab, "alpha", "delta"),
        "wal_sender_timeout is set to 61s",
        "postgresql.auto.conf",
        "ALTER SYSTEM RESET");
  }

  @Test
  void aHostThatAnotherManagerLooksAfter(Lab lab) {
    shell(
        lab,
        "delta",
        "cp /bin/sleep /usr/local/bin/repmgrd; systemd-run -q --unit other repmgrd 900",
        "systemctl stop other; rm /usr/local/bin/repmgrd");
    assertRefused(
        lab, new Site(lab, "alpha", "delta"), "delta", "repmgrd runs here", "disable repmgrd");
  }

  @Test
  void aHostThatShowsAnotherKey(Lab lab) throws IOException {
    Path file = Files.createTempFile("understudy-proof", ".known_hosts");
    String known = Files.readString(lab.knownHosts());
    String alpha = known.lines().filter(l -> l.startsWith("alpha")).findFirst().orElseThrow();
    String wrong = lab.ip("delta") + " " + alpha.split(" ", 2)[1] + "\n";
    Files.writeString(
        file,
        known
            .lines()
            .filter(l -> !l.startsWith("delta"))
            .map(l -> l + "\n")
            .reduce(wrong, String::concat));
    assertRefused(
        lab, new Site(lab, "alpha", "delta").knownHosts(file.toString()), "delta", "host key");
    Files.delete(file);
  }

  @Test
  void aHostWhereSudoAsksForAPassword(Lab lab) {
    shell(
        lab,
        "delta",
        "cp -a /etc/sudoers.d /root/kept; sed -i s/NOPASSWD:// /etc/sudoers.d/*",
        "cp -a /root/kept/. /etc/sudoers.d/; rm -r /root/kept");
    assertRefused(lab, new Site(lab, "alpha", "delta"), "delta", "sudo", "NOPASSWD");
  }

  @Test
  void aDiskThatIsTooSmall(Lab lab) {
    assertRefused(
        lab,
        new Site(lab, "alpha", "golf"),
        "golf",
        "GiB free, the base backup needs",
        "make room");
  }

  @Test
  void aPortThatIsBlockedInOneDirection(Lab lab) {
    cause(() -> lab.verb("cut", "delta", "alpha", "--one-way"), () -> lab.verb("heal"));
    assertRefused(
        lab,
        new Site(lab, "alpha", "delta"),
        "cannot reach " + lab.ip("alpha") + ":5432",
        "open the port");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce(Lab lab) {
    sql(lab, "alpha", "CREATE ROLE replicator LOGIN SUPERUSER", "DROP ROLE replicator");
    sql(lab, "foxtrot", "CREATE DATABASE own", "DROP DATABASE own");
    assertRefused(
        lab,
        new Site(lab, "alpha", "foxtrot", "golf"),
        "role replicator exists",
        "holds data of its own",
        "the base backup needs");
  }

  private static void assertRefused(Lab lab, Site site, String... said) {
    HostImage before = HostImage.of(lab, HOSTS);
    try (Product product = new Product(lab, site)) {
      Outcome outcome = product.run("provision", "orders");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.all()).contains(said).doesNotContain("\tat ");
      assertThat(product.records().appliedSince(0)).isEmpty();
      before.assertUnchanged(lab, HOSTS);
      JsonNode run = product.json("run", "show", "last");
      assertThat(run.path("status").asText()).isEqualTo("failed");
    }
  }
}
