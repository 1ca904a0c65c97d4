package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.PreconditionException;
import dev.understudy.config.ClientConfig;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.ReplicationSql;
import java.util.Optional;

/** Shows that a node's server has a client's rule loaded, by the rules that it reads. */
final class ClientRules {
  private ClientRules() {}

  /**
   * @return the rule, in words
   * @throws PreconditionException when no rule of the file lets the client in
   */
  static String prove(Site site, Node node, ClientConfig client) {
    if (!site.dialect().has(Capability.HBA_FILE_RULES)) {
      return "this version does not show its rules";
    }
    JsonNode rules = node.psql().query(new ReplicationSql(site.dialect()).hbaRules());
    return find(rules, client)
        .orElseThrow(
            () ->
                new PreconditionException(
                    node.name(),
                    "no rule of pg_hba.conf lets "
                        + client.user()
                        + " from "
                        + client.from()
                        + " in",
                    "provision again: the rules are written anew"));
  }

  /** The first rule for exactly this client: the first one that fits decides. Pure. */
  static Optional<String> find(JsonNode rules, ClientConfig client) {
    for (JsonNode rule : rules) {
      if (names(rule.path("databases"), client.database())
          && names(rule.path("roles"), client.user())
          && CidrBlock.of(client.from()).sameAs(text(rule, "address"), text(rule, "netmask"))) {
        return text(rule, "method").equals("reject") ? Optional.empty() : Optional.of(words(rule));
      }
    }
    return Optional.empty();
  }

  private static String words(JsonNode rule) {
    return "line %d: %s %s"
        .formatted(rule.path("line").asInt(), text(rule, "type"), text(rule, "method"));
  }

  private static String text(JsonNode rule, String field) {
    return rule.path(field).asText("");
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
