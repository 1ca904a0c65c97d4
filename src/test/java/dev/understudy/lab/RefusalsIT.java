package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @BeforeAll
  void hosts(Lab lab) {
    lab.fresh(
        "alpha=pg15", "delta=pg15,nocluster", "foxtrot=pg15", "golf=pg15,nocluster,pgdisk=80M");
  }

  @AfterEach
  void heal(Lab lab) {
    lab.verb("heal");
  }

  @Test
  void aRestartThatIsNotAllowed(Lab lab) {
    Site site = new Site(lab, "alpha", "delta").with("restart_primary", "refuse");
    assertRefused(lab, site, "archive_mode", "wal_log_hints", "restart_primary: allow");
  }

  @Test
  void aStandbyWithDataOfItsOwn(Lab lab) {
    lab.sql("foxtrot", "CREATE DATABASE own");
    assertRefused(
        lab,
        new Site(lab, "alpha", "foxtrot"),
        "foxtrot",
        "/var/lib/postgresql/15/main holds data of its own",
        "pg_dropcluster");
    lab.sql("foxtrot", "DROP DATABASE own");
  }

  @Test
  void aStandbyOfAnotherCluster(Lab lab) {
    lab.exec(
        "foxtrot",
        "systemctl stop postgresql@15-main; runuser -u postgres -- touch"
            + " /var/lib/postgresql/15/main/standby.signal");
    assertRefused(
        lab,
        new Site(lab, "alpha", "foxtrot"),
        "is a standby of another cluster",
        "take the node out of that cluster first");
    lab.exec(
        "foxtrot",
        "rm /var/lib/postgresql/15/main/standby.signal; systemctl start postgresql@15-main");
  }

  @Test
  void aRoleThatSomebodyElseMade(Lab lab) {
    lab.sql("alpha", "CREATE ROLE replicator LOGIN SUPERUSER");
    assertRefused(
        lab,
        new Site(lab, "alpha", "delta"),
        "role replicator exists and was not made by Understudy",
        "superuser",
        "COMMENT ON ROLE");
    lab.sql("alpha", "DROP ROLE replicator");
  }

  @Test
  void aSettingThatAlterSystemOverrides(Lab lab) {
    lab.sql("alpha", "ALTER SYSTEM SET wal_sender_timeout = '61s'");
    assertRefused(
        lab,
        new Site(lab, "alpha", "delta"),
        "wal_sender_timeout is set to 61s",
        "postgresql.auto.conf",
        "ALTER SYSTEM RESET wal_sender_timeout");
    lab.sql("alpha", "ALTER SYSTEM RESET wal_sender_timeout");
  }

  @Test
  void aHostThatAnotherManagerLooksAfter(Lab lab) {
    lab.exec(
        "delta",
        "cp /bin/sleep /usr/local/bin/repmgrd; systemd-run -q --unit other /usr/local/bin/repmgrd 900");
    assertRefused(
        lab, new Site(lab, "alpha", "delta"), "delta", "repmgrd runs here", "disable repmgrd");
    lab.exec("delta", "systemctl stop other; rm /usr/local/bin/repmgrd");
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
    lab.exec("delta", "cp -a /etc/sudoers.d /root/kept; sed -i s/NOPASSWD:// /etc/sudoers.d/*");
    assertRefused(lab, new Site(lab, "alpha", "delta"), "delta", "sudo", "NOPASSWD");
    lab.exec("delta", "cp -a /root/kept/. /etc/sudoers.d/; rm -r /root/kept");
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
    lab.verb("cut", "delta", "alpha", "--one-way");
    assertRefused(
        lab,
        new Site(lab, "alpha", "delta"),
        "cannot reach " + lab.ip("alpha") + ":5432",
        "open the port");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce(Lab lab) {
    lab.sql("alpha", "CREATE ROLE replicator LOGIN SUPERUSER");
    lab.sql("foxtrot", "CREATE DATABASE own");
    assertRefused(
        lab,
        new Site(lab, "alpha", "foxtrot", "golf"),
        "role replicator exists",
        "holds data of its own",
        "the base backup needs");
    lab.sql("alpha", "DROP ROLE replicator");
    lab.sql("foxtrot", "DROP DATABASE own");
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
