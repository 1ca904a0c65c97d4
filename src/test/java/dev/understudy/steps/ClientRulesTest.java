package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.config.ClientConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a server's rules let a client in, as PostgreSQL shows rules. */
class ClientRulesTest {
  @ParameterizedTest(name = "{0} by {1}/{2} {3}: {4}")
  @CsvSource({
    "10.77.0.0/24,    10.77.0.0,   255.255.255.0,    scram-sha-256, true",
    "10.77.0.11/32,   10.77.0.11,  255.255.255.255,  scram-sha-256, true",
    "10.77.0.11/32,   10.77.0.1,   255.255.255.255,  scram-sha-256, false",
    "10.77.0.0/24,    10.77.0.0,   255.255.0.0,      scram-sha-256, false",
    "10.77.0.0/24,    10.77.0.0,   255.255.255.0,    reject,        false",
    "2001:DB8:0::/32, 2001:db8::,  ffff:ffff::,      scram-sha-256, true",
    "2001:db8::/48,   2001:db8::,  ffff:ffff::,      scram-sha-256, false",
    "10.77.0.0/24,    samenet,     '',               scram-sha-256, false",
    "0.0.0.0/0,       0.0.0.0,     0.0.0.0,          md5,           true"
  })
  void comparesNetworks(
      String from, String address, String netmask, String method, boolean letsIn) {
    JsonNode rules = Json.read("[" + rule("app", "app", address, netmask, method) + "]");
    assertThat(ClientRules.find(rules, new ClientConfig("app", "app", from)).isPresent())
        .isEqualTo(letsIn);
  }

  @ParameterizedTest(name = "database {0}, role {1}")
  @CsvSource({"app, other", "other, app"})
  void looksAtDatabaseAndRole(String database, String role) {
    String rule = rule(database, role, "10.77.0.0", "255.255.255.0", "scram-sha-256");
    assertThat(
            ClientRules.find(
                Json.read("[" + rule + "]"), new ClientConfig("app", "app", "10.77.0.0/24")))
        .isEmpty();
  }

  private static String rule(
      String database, String role, String address, String netmask, String method) {
    return """
        {"line": 7, "type": "hostssl", "databases": ["%s"], "roles": ["%s"],
         "address": "%s", "netmask": "%s", "method": "%s", "error": null}
        """
        .formatted(database, role, address, netmask, method);
  }
}
