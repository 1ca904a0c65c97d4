package dev.understudy.steps;

import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.RoleSql;
import dev.understudy.postgres.RoleState;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.List;
import java.util.Map;

/** Drops the roles that Understudy made; roles of those names made by others stay. */
final class PostgresDropRolesStep implements StepType {
  private final Sites sites;

  PostgresDropRolesStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "postgres.drop-roles";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    List<Change> changes =
        ours(context).stream()
            .map(role -> Change.of("role", role.roleName(), "made by Understudy", ""))
            .toList();
    return Probe.of(changes, Map.of("roles", "none of Understudy's"));
  }

  @Override
  public void apply(StepContext context) {
    Psql psql = sites.node(context).psql();
    for (ManagedRole role : ours(context)) {
      psql.execute("drop the role " + role.roleName(), RoleSql.drop(role), context.fence());
    }
  }

  private List<ManagedRole> ours(StepContext context) {
    Psql psql = sites.node(context).psql();
    var dialect = sites.site(context).dialect();
    return ManagedRole.all(dialect).stream()
        .filter(role -> RoleState.of(role, psql.query(RoleSql.check(role, dialect))).ours())
        .toList();
  }
}
