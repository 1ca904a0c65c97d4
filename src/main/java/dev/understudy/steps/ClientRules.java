package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.PreconditionException;
import dev.understudy.config.ClientConfig;
import dev.understudy.postgres.ReplicationSql;

/** Shows that a node's server has a client's rule loaded, by the rules that it reads. */
final class ClientRules {
  private ClientRules() {}

  /**
   * @return the rule, in words
   * @throws PreconditionException when no rule of the file lets the client in
   */
  static String prove(Site site, Node node, ClientConfig client) {
    for (JsonNode rule : node.psql().query(new ReplicationSql(site.dialect()).hbaRules())) {
      if (names(rule.path("databases"), client.database())
          && names(rule.path("roles"), client.user())
          && client.from().startsWith(rule.path("address").asText("-"))) {
        return "line %d: %s %s"
            .formatted(
                rule.path("line").asInt(),
                rule.path("type").asText(),
                rule.path("method").asText());
      }
    }
    throw new PreconditionException(
        node.name(),
        "no rule of pg_hba.conf lets " + client.user() + " from " + client.from() + " in",
        "provision again: the rules are written anew");
  }

  private static boolean names(JsonNode list, String wanted) {
    for (JsonNode name : list) {
      if (name.asText().equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
