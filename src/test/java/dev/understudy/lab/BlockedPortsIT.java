package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** PostgreSQL's port blocked in one direction: dropped, refused, or answered with "no route". */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockedPortsIT {
  private Refusals refusals;

  @BeforeAll
  void hosts(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.sql("alpha", "ALTER SYSTEM SET listen_addresses = '*'");
    lab.exec("alpha", "systemctl restart postgresql@15-main");
    refusals = new Refusals(lab, "alpha", "delta");
  }

  @AfterEach
  void takeBack() {
    refusals.takeBack();
  }

  private static Site site(Lab lab) {
    return new Site(lab, "alpha", "delta");
  }

  @Test
  void droppedOnTheWayToThePrimary(Lab lab) {
    refusals.cause(() -> lab.verb("cut", "delta", "alpha", "--one-way"), () -> lab.verb("heal"));
    refusals.assertRefused(
        site(lab),
        "delta: cannot reach " + lab.ip("alpha") + ":5432 (no answer)",
        "open the port in the firewalls on the way");
  }

  /** Answers of the primary are lost on that way too, so both directions are named. */
  @Test
  void droppedOnTheWayToTheStandby(Lab lab) {
    refusals.cause(() -> lab.verb("cut", "alpha", "delta", "--one-way"), () -> lab.verb("heal"));
    String output =
        refusals.assertRefused(
            site(lab),
            "alpha: cannot reach " + lab.ip("delta") + ":5432 (no answer)",
            "open the port in the firewalls on the way");
    assertThat(output).contains("delta: cannot reach " + lab.ip("alpha") + ":5432 (");
  }

  @Test
  void refusedByThePrimarysPacketFilter(Lab lab) {
    refusals.cause(
        () -> lab.verb("refuse", "alpha", "5432", "--from", "delta"), () -> lab.verb("heal"));
    String output =
        refusals.assertRefused(
            site(lab),
            "delta: is refused at " + lab.ip("alpha") + ":5432, although PostgreSQL listens there",
            "such as that of alpha");
    assertThat(output).doesNotContain("cannot reach");
  }

  @Test
  void withoutARouteToTheStandby(Lab lab) {
    String route = "ip route %s unreachable " + lab.ip("delta");
    refusals.shell("alpha", route.formatted("add"), route.formatted("del"));
    refusals.assertRefused(
        site(lab),
        "alpha: cannot reach " + lab.ip("delta") + ":5432 (No route to host)",
        "open the port in the firewalls on the way");
  }
}
