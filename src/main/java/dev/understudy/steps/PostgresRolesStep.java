package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.RoleSql;
import dev.understudy.postgres.RoleState;
import dev.understudy.postgres.Verifiers;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The roles for replication, monitoring and rewinding, with verifiers sent, never passwords. */
final class PostgresRolesStep implements StepType {
  private final Sites sites;
  private final Verifiers verifiers = new Verifiers();

  PostgresRolesStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "postgres.roles";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    List<Change> changes = new ArrayList<>();
    Map<String, String> evidence = new LinkedHashMap<>();
    for (RoleState state : states(context)) {
      requireOurs(context, state);
      if (state.asWanted(sites.site(context).password(state.role()))) {
        evidence.put(state.role().roleName(), "as wanted");
      } else {
        changes.add(change(state));
      }
    }
    return Probe.of(changes, evidence);
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Dialect dialect = site.dialect();
    Psql psql = sites.node(context).psql();
    for (RoleState state : states(context)) {
      requireOurs(context, state);
      var password = site.password(state.role());
      if (!state.asWanted(password)) {
        psql.executeSecret(
            "make the role " + state.role().roleName(),
            RoleSql.apply(state, dialect, verifiers.of(state.role(), password, dialect)),
            context.fence());
      }
    }
  }

  private List<RoleState> states(StepContext context) {
    return RoleState.all(sites.node(context).psql(), sites.site(context).dialect());
  }

  private static void requireOurs(StepContext context, RoleState state) {
    if (state.foreign()) {
      throw foreign(context.node(), state);
    }
  }

  static PreconditionException foreign(String node, RoleState state) {
    String role = state.role().roleName();
    String differences =
        state.differences().isEmpty() ? "" : " (" + String.join(", ", state.differences()) + ")";
    return new PreconditionException(
        node,
        "the role " + role + " exists and was not made by Understudy" + differences,
        "rename or drop it, or hand it over: COMMENT ON ROLE "
            + role
            + " IS 'managed by Understudy' (its attributes and password are then changed)");
  }

  private static Change change(RoleState state) {
    String before = state.exists() ? String.join(", ", state.differences()) : "";
    return Change.of(
        "role",
        state.role().roleName(),
        state.exists() && before.isEmpty() ? "another password" : before,
        "as wanted, with the kept password");
  }
}
