package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A role as it is on a server.
 *
 * @param ours whether its comment says that Understudy made it
 * @param differences what differs from the wanted attributes, each one readable; the password apart
 * @param verifier its stored verifier, empty when it has none
 */
public record RoleState(
    ManagedRole role,
    boolean exists,
    boolean ours,
    List<String> differences,
    Optional<Secret> verifier) {
  public RoleState {
    differences = List.copyOf(differences);
  }

  /** Whether somebody else made a role of that name. */
  public boolean foreign() {
    return exists && !ours;
  }

  /** Whether nothing has to be done for the role to be as wanted with this password. */
  public boolean asWanted(Secret password) {
    return exists && ours && differences.isEmpty() && passwordMatches(password);
  }

  /** Whether the stored verifier was made from the password. */
  public boolean passwordMatches(Secret password) {
    return verifier
        .map(Secret::reveal)
        .filter(
            stored ->
                ScramVerifier.matches(stored, password)
                    || Md5Verifier.of(role.roleName(), password).reveal().equals(stored))
        .isPresent();
  }

  /**
   * Compares the role with what it is to be.
   *
   * @param rows what {@link RoleSql#check} gives
   */
  public static RoleState of(ManagedRole role, JsonNode rows) {
    if (rows.isEmpty()) {
      return new RoleState(role, false, false, List.of(), Optional.empty());
    }
    JsonNode row = rows.get(0);
    return new RoleState(
        role,
        true,
        row.path("comment").asText().equals(RoleSql.COMMENT),
        differences(role, row),
        Optional.ofNullable(row.path("verifier").textValue()).map(Secret::new));
  }

  /** All managed roles of a server, in the order of {@link ManagedRole#all}. */
  public static List<RoleState> all(Psql psql, Dialect dialect) {
    List<ManagedRole> roles = ManagedRole.all(dialect);
    var answers = psql.queries(roles.stream().map(role -> RoleSql.check(role, dialect)).toList());
    List<RoleState> states = new ArrayList<>();
    for (int i = 0; i < roles.size(); i++) {
      states.add(of(roles.get(i), answers.get(i)));
    }
    return states;
  }

  private static List<String> differences(ManagedRole role, JsonNode row) {
    List<String> found = new ArrayList<>();
    expect(found, row, "superuser", false);
    expect(found, row, "createrole", false);
    expect(found, row, "createdb", false);
    expect(found, row, "bypassrls", false);
    expect(found, row, "login", true);
    expect(found, row, "inherit", true);
    expect(found, row, "replication", role.replication());
    expect(found, row, "expires", false);
    if (row.path("connection_limit").asInt() != -1) {
      found.add("connection limit " + row.path("connection_limit").asInt());
    }
    row.path("missing").forEach(grant -> found.add("lacks " + grant.asText()));
    row.path("excess").forEach(member -> found.add("is a member of " + member.asText()));
    return found;
  }

  private static void expect(List<String> found, JsonNode row, String attribute, boolean wanted) {
    if (row.path(attribute).asBoolean() != wanted) {
      found.add(wanted ? "no " + attribute : attribute);
    }
  }
}
