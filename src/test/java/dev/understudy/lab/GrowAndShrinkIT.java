package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A cluster gets its first standby, another one, loses one and is left by Understudy. Before each
 * run its plan says what the run then does, and changes nothing.
 */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GrowAndShrinkIT {
  private static final String[] HOSTS = {"alpha", "delta", "echo"};

  private Site site;
  private Product product;
  private HostImage untouched;

  @BeforeAll
  void provisionNothingYet(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "echo=pg15,nocluster");
    untouched = HostImage.of(lab, HOSTS);
    site = new Site(lab, "alpha", "delta");
    product = new Product(lab, site);
  }

  @AfterAll
  void forget() {
    product.close();
  }

  @Test
  @Order(1)
  void aRunBeginsAsPlanned(Lab lab) {
    Set<String> planned = plan(lab);
    assertThat(planned).contains("base-backup@delta", "restart@alpha", "start@delta");
    long mark = product.records().mark();

    Outcome crashed = product.startCrashing("before-apply:slot", "provision", "orders").await(240);

    assertThat(crashed.exit()).isEqualTo(137);
    assertThat(planned).containsAll(product.records().appliedSince(mark));
  }

  @Test
  @Order(2)
  void aPlanOfAnInterruptedRunSaysWhatIsLeft(Lab lab) {
    Set<String> planned = plan(lab);
    assertThat(planned).contains("slot@delta").doesNotContain("roles@alpha", "restart@alpha");

    assertNextRunDoes(planned);
    assertNothingPlanned(lab);
  }

  @Test
  @Order(3)
  void anAddedNodeTouchesOnlyWhatItNeeds(Lab lab) {
    HostImage delta = HostImage.of(lab, "delta");
    long starts = lab.serverStarts("alpha") + lab.serverStarts("delta");
    product.configure(site.node("echo"));
    Set<String> planned = plan(lab);

    assertNextRunDoes(planned);

    assertThat(planned)
        .allMatch(
            pair -> pair.endsWith("@echo") || pair.matches("(rules|passfile)@.*|record@service"));
    assertThat(lab.serverStarts("alpha") + lab.serverStarts("delta")).isEqualTo(starts);
    assertThat(delta.differences(HostImage.of(lab, "delta")))
        .as("what a new node changes on an old standby: rules and passwords for it")
        .allMatch(change -> change.lines().allMatch(GrowAndShrinkIT::isOfRulesOrPasswords));
    assertThat(product.json("status", "orders").path("nodes").findValuesAsText("state"))
        .containsExactlyInAnyOrder("running", "streaming", "streaming");
    assertNothingPlanned(lab);
  }

  @Test
  @Order(4)
  void aRemovedNodeLeavesNothingBehind(Lab lab) {
    long starts = lab.serverStarts("echo");
    product.done("remove-node", "orders", "echo");

    product.configure(site.without("echo"));
    assertThat(lab.serverStarts("echo")).as("its server is left running").isEqualTo(starts);
    assertThat(lab.sql("echo", "SELECT 1")).isEqualTo("1");
    assertThat(lab.sql("alpha", "SELECT slot_name FROM pg_replication_slots"))
        .isEqualTo("understudy_delta");
    assertThat(lab.exec("alpha", "cat /etc/postgresql/15/main/pg_hba.conf"))
        .doesNotContain(lab.ip("echo"));
    assertNoTrace(lab, "echo");
    assertNothingPlanned(lab);
  }

  @Test
  @Order(5)
  void detachLeavesTheServersRunningWithoutUnderstudy(Lab lab) {
    long starts = lab.serverStarts("alpha") + lab.serverStarts("delta");

    product.done("detach", "orders");

    assertThat(lab.serverStarts("alpha") + lab.serverStarts("delta")).isEqualTo(starts);
    assertThat(lab.sql("alpha", "SELECT 1")).isEqualTo("1");
    assertThat(lab.sql("delta", "SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(lab.sql("alpha", "SELECT slot_name FROM pg_replication_slots")).isEmpty();
    HostImage after = HostImage.of(lab, "alpha");
    for (String same : new String[] {"roles", "memberships", "functions", "slots"}) {
      assertThat(after.fact("alpha: " + same)).isEqualTo(untouched.fact("alpha: " + same));
    }
    String rules = "alpha: file /etc/postgresql/15/main/pg_hba.conf";
    assertThat(after.fact(rules)).isEqualTo(untouched.fact(rules));
    assertNoTrace(lab, "alpha");
    assertNoTrace(lab, "delta");
  }

  /** It archives until its restart, and has nothing to archive with any more. */
  @Test
  @Order(6)
  void aServerThatWasLeftDoesNotKeepItsWalForEver(Lab lab) {
    assertThat(lab.sql("alpha", "SHOW archive_mode")).isEqualTo("on");
    String segment = ArchivedSegments.finish(lab, "alpha");
    Eventually.that(
        segment + " is not kept",
        60,
        () ->
            lab.exec("alpha", "ls /var/lib/postgresql/15/main/pg_wal/archive_status")
                .contains(segment + ".done"));
    assertThat(lab.exec("alpha", "cat /etc/postgresql/15/main/conf.d/00-left-by-understudy.conf"))
        .contains("NO WAL IS");

    lab.exec("alpha", "systemctl restart postgresql@15-main");
    assertThat(lab.sql("alpha", "SHOW archive_mode")).isEqualTo("off");
  }

  /** A line of an image's difference: which fact it is about, or what is new there. */
  private static boolean isOfRulesOrPasswords(String line) {
    return line.matches(
            "delta: (file .*/(pg_hba.conf|understudy.pass)(.understudy-previous)?|names)")
        || line.matches("  [+-](host.*|#.*|[0-9.]+:5432:.*|600 postgres:postgres)?")
        || line.matches("  [+]/etc/.*/understudy.pass.understudy-previous");
  }

  private static void assertNoTrace(Lab lab, String host) {
    HostImage image = HostImage.of(lab, host);
    for (String places : new String[] {"names", "state guard", "state jobs", "state run"}) {
      String found = image.fact(host + ": " + places);
      assertThat(found.replace("/etc/postgresql/15/main/conf.d/00-left-by-understudy.conf", ""))
          .as(places + " on " + host)
          .isBlank();
    }
  }

  /** The pairs of step and node that are planned; proves that planning changed nothing. */
  private Set<String> plan(Lab lab) {
    HostImage before = HostImage.of(lab, HOSTS);
    String runs = runs();
    Touched touched = Touched.fromNow();
    Outcome outcome = product.run("plan", "orders", "--json");
    assertThat(touched.on(lab, HOSTS)).as("touched by plan").isEmpty();
    before.assertUnchanged(lab, HOSTS);
    assertThat(runs()).as("runs after plan").isEqualTo(runs);
    Set<String> pairs = new TreeSet<>();
    for (JsonNode change : outcome.json().path("changes")) {
      pairs.add(change.path("step").asText() + "@" + change.path("node").asText());
    }
    assertThat(outcome.exit()).as("exit status of: " + outcome).isEqualTo(pairs.isEmpty() ? 0 : 2);
    return pairs;
  }

  private String runs() {
    return product.records().query("SELECT id || ' ' || status || term FROM run").toString();
  }

  private void assertNextRunDoes(Set<String> planned) {
    long mark = product.records().mark();
    product.done("provision", "orders");
    assertThat(product.records().appliedSince(mark)).isEqualTo(planned);
  }

  private void assertNothingPlanned(Lab lab) {
    assertThat(plan(lab)).isEmpty();
  }
}
