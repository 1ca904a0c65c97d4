package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hosts that are brought into states that Understudy refuses, and brought back. A refusal names
 * fact and remedy, and leaves everything on every host as it was.
 */
final class Refusals {
  private final Lab lab;
  private final String[] hosts;
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /**
   * @param hosts those that are looked at for changes
   */
  Refusals(Lab lab, String... hosts) {
    this.lab = lab;
    this.hosts = hosts.clone();
  }

  Lab lab() {
    return lab;
  }

  /** What a test does to the hosts, and how it is taken back afterwards. */
  void cause(Runnable cause, Runnable takenBack) {
    undo.push(takenBack);
    cause.run();
  }

  void sql(String host, String cause, String takenBack) {
    cause(() -> lab.sql(host, cause), () -> lab.sql(host, takenBack));
  }

  void shell(String host, String cause, String takenBack) {
    cause(() -> lab.exec(host, cause), () -> lab.exec(host, takenBack));
  }

  /** Takes everything back, the last first. */
  void takeBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  /** Provisions in vain; what it said. */
  String assertRefused(Site site, String... said) {
    HostImage before = HostImage.of(lab, hosts);
    Touched touched = Touched.fromNow();
    try (Product product = new Product(lab, site)) {
      Outcome outcome = product.run("provision", "orders");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.all()).contains(said).doesNotContain("\tat ", "Exception");
      assertThat(product.records().appliedSince(0)).isEmpty();
      assertThat(product.records().one("SELECT status FROM run")).isEqualTo("failed");
      before.assertUnchanged(lab, hosts);
      assertThat(touched.on(lab, hosts)).as("files touched").isEmpty();
      return outcome.all();
    }
  }
}
