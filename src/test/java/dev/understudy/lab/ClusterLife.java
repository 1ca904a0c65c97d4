package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cluster from its first standby to its end: every workflow that is shipped, each with something
 * to do for every one of its steps.
 *
 * @param images the hosts after each command
 * @param starts how often each host's server was started
 */
record ClusterLife(Map<String, HostImage> images, Map<String, Long> starts) {
  private static final String[] HOSTS = {"alpha", "bravo", "foxtrot"};

  /** On fresh hosts: a primary, a bare one, and one with an empty cluster of its own. */
  static ClusterLife live(Lab lab, CommandDriver driver) {
    lab.fresh("alpha=pg15", "bravo=bare", "foxtrot=pg15");
    ClusterLife life = new ClusterLife(new LinkedHashMap<>(), new LinkedHashMap<>());
    Site site = new Site(lab, HOSTS).with("tls", "verify-full");
    try (Product first = new Product(lab, site);
        Product second = new Product(lab, site)) {
      life.step(lab, driver, first, "provision", "provision", "orders");
      first.configure(site.with("settings", "{ max_connections: 120 }"));
      life.step(lab, driver, first, "provision", "provision", "orders");
      stopForGood(lab);
      life.step(lab, driver, first, "copy-anew", "copy-anew", "orders", "foxtrot", "--yes");
      life.step(lab, driver, first, "prune", "prune", "orders", "--yes");
      life.step(lab, driver, first, "remove-node", "remove-node", "orders", "bravo");
      second.configure(site.without("bravo"));
      life.step(lab, driver, second, "take-over", "take-over", "orders");
      life.step(lab, driver, second, "detach", "detach", "orders");
    }
    for (String host : HOSTS) {
      life.starts.put(host, lab.serverStarts(host));
    }
    return life;
  }

  private static void stopForGood(Lab lab) {
    lab.exec("foxtrot", "systemctl stop postgresql@15-main");
    String slot = "FROM pg_replication_slots WHERE slot_name = 'understudy_foxtrot'";
    Eventually.that(
        "the slot is free", 60, () -> lab.sql("alpha", "SELECT active " + slot).equals("f"));
    lab.sql("alpha", "SELECT pg_drop_replication_slot(slot_name) " + slot);
  }

  private void step(
      Lab lab, CommandDriver driver, Product product, String workflow, String... command) {
    driver.give(product, workflow, command);
    images.put(images.size() + " " + workflow, HostImage.of(lab, HOSTS));
  }

  void assertLike(ClusterLife other) {
    assertThat(starts).as("starts of servers").isEqualTo(other.starts);
    images.forEach(
        (when, image) ->
            assertThat(other.images.get(when).differences(image))
                .as("hosts after " + when)
                .isEmpty());
  }
}
