package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service cannot reach one host for half a minute, in every step of one provisioning. */
@OnLab
@Tag("long")
class CutNetworkInEveryPhaseIT {
  private static final Duration CUT = Duration.ofSeconds(30);

  /** So that no step is over before the cut has taken hold. */
  private static final String ROUND_TRIP_MILLIS = "150";

  private static final String RUNNING =
      "SELECT id FROM step WHERE run = (SELECT max(id) FROM run) AND status = 'running'"
          + " AND node IN ('service', '%s') ORDER BY position DESC LIMIT 1";

  /** Steps that never talk to the host in question, or are over before anybody can cut it off. */
  private static final Set<String> UNCUT = Set.of("register", "certificates", "record");

  @ParameterizedTest
  @ValueSource(strings = {"delta", "alpha"})
  void theRunCompletes(String victim, Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.verb("delay", victim, ROUND_TRIP_MILLIS);
    Site site = new Site(lab, "alpha", "delta").with("base_backup", "{ max_rate: 2MB }");
    Set<String> cut = new LinkedHashSet<>();
    List<String> resumed = new ArrayList<>();
    try (Product product = new Product(lab, site);
        WriteLoad load = WriteLoad.start(lab, "alpha")) {
      Child run = product.start("provision", "orders");
      Outcome last = cutWhileItRuns(lab, product, run, victim, cut);
      while (last.exit() != 0) {
        assertThat(last.all()).containsPattern("waits for a person|is failed");
        resumed.add(last.all());
        assertThat(resumed).hasSizeLessThan(5);
        last = cutWhileItRuns(lab, product, product.start("provision", "orders"), victim, cut);
      }
      assertThat(resumed).as("outages of half a minute that needed a person").isEmpty();
      assertThat(cut).as("steps cut off").containsAll(touching(product, victim));
      Eventually.that("streaming", 60, () -> lab.streams("delta"));
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
      load.stop();
      assertThat(load.missingOn("alpha", "delta")).isEqualTo("[]");
    }
  }

  private static Outcome cutWhileItRuns(
      Lab lab, Product product, Child run, String victim, Set<String> cut) {
    while (run.runs()) {
      String step = product.records().one(RUNNING.formatted(victim));
      if (step.isEmpty() || UNCUT.contains(step) || !cut.add(step)) {
        Eventually.pause();
        continue;
      }
      lab.verb("cut", "controller", victim);
      long end = System.nanoTime() + CUT.toNanos();
      Eventually.that("half a minute has passed", 60, () -> System.nanoTime() > end);
      lab.verb("heal", "controller", victim);
    }
    return run.await(10);
  }

  /** The steps of the run that were carried out on this host or by the service. */
  private static List<String> touching(Product product, String victim) {
    return product
        .records()
        .query("SELECT DISTINCT id FROM step WHERE node IN ('service', '" + victim + "')")
        .stream()
        .filter(step -> !UNCUT.contains(step))
        .toList();
  }
}
