package dev.understudy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.Finding;
import dev.understudy.config.CheckId;
import dev.understudy.config.ClientConfig;
import dev.understudy.config.ClusterConfig;
import dev.understudy.postgres.ManagedRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When passwords of roles expire (pg_authid.rolvaliduntil): nobody is let in with them then. */
final class PasswordExpiry {
  private PasswordExpiry() {}

  static List<Expiry> of(ArrayNode rows) {
    List<Expiry> all = new ArrayList<>();
    for (JsonNode row : rows) {
      all.add(
          new Expiry(
              row.path("rolname").asText(), Instant.ofEpochSecond(row.path("until").asLong())));
    }
    return all;
  }

  /** Understudy's own roles and those that clients come as; others may end as somebody means it. */
  static Set<String> used(ClusterConfig cluster) {
    return Stream.concat(
            Arrays.stream(ManagedRole.values()).map(ManagedRole::roleName),
            cluster.clients().stream().map(ClientConfig::user))
        .collect(Collectors.toSet());
  }

  /** The judgement, of the primary, since the others have the same roles; pure. */
  static Finding judge(ServerFacts facts, String node, List<Expiry> all, Instant now) {
    CheckId check = CheckId.PASSWORD_EXPIRY;
    Optional<Expiry> first =
        Expiry.first(all.stream().filter(one -> facts.roles().contains(one.subject())).toList());
    return first
        .map(
            one ->
                one.finding(
                    facts.limits(check),
                    "the password of the role " + one.subject() + " ",
                    "password_left",
                    now))
        .orElse(Finding.ok(check.id(), "no password of a role that is used expires"))
        .on(node);
  }
}
