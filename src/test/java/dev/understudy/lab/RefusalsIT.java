package dev.understudy.lab;

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
  private static final String[] HOSTS = {"alpha", "delta", "foxtrot", "golf"};

  private Refusals refusals;

  @BeforeAll
  void hosts(Lab lab) {
    lab.fresh(
        "alpha=pg15", "delta=pg15,nocluster", "foxtrot=pg15", "golf=pg15,nocluster,pgdisk=80M");
    refusals = new Refusals(lab, HOSTS);
  }

  @AfterEach
  void takeBack() {
    refusals.takeBack();
  }

  @Test
  void aRestartThatIsNotAllowed(Lab lab) {
    Site site = new Site(lab, "alpha", "delta").with("restart_primary", "refuse");
    refusals.assertRefused(site, "archive_mode", "wal_log_hints", "restart_primary: allow");
  }

  @Test
  void aRoleThatSomebodyElseMade(Lab lab) {
    refusals.sql("alpha", "CREATE ROLE replicator LOGIN SUPERUSER", "DROP ROLE replicator");
    refusals.assertRefused(
        new Site(lab, "alpha", "delta"),
        "role replicator exists and was not made by Understudy",
        "superuser",
        "COMMENT ON ROLE");
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
    refusals.assertRefused(
        new Site(lab, "alpha", "delta").knownHosts(file.toString()), "delta", "host key");
    Files.delete(file);
  }

  @Test
  void aHostWhereSudoAsksForAPassword(Lab lab) {
    refusals.shell(
        "delta",
        "cp -a /etc/sudoers.d /root/kept; sed -i s/NOPASSWD:// /etc/sudoers.d/*",
        "cp -a /root/kept/. /etc/sudoers.d/; rm -r /root/kept");
    refusals.assertRefused(new Site(lab, "alpha", "delta"), "delta", "sudo", "NOPASSWD");
  }

  @Test
  void aDiskThatIsTooSmall(Lab lab) {
    refusals.assertRefused(
        new Site(lab, "alpha", "golf"), "golf", "GiB free, the base backup needs", "make room");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce(Lab lab) {
    refusals.sql("alpha", "CREATE ROLE replicator LOGIN SUPERUSER", "DROP ROLE replicator");
    refusals.sql("foxtrot", "CREATE DATABASE own", "DROP DATABASE own");
    refusals.assertRefused(
        new Site(lab, "alpha", "foxtrot", "golf"),
        "role replicator exists",
        "holds data of its own",
        "the base backup needs");
  }
}
