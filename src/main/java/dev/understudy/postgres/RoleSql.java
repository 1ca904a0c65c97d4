package dev.understudy.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** SQL about the managed roles. */
public final class RoleSql {
  /** The comment by which a role is known as ours. */
  static final String COMMENT = "managed by Understudy";

  private static final String ATTRIBUTES =
      " LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS CONNECTION LIMIT -1"
          + " VALID UNTIL 'infinity'";

  private RoleSql() {}

  /**
   * The role as it is, no row when there is none: for {@link RoleState#of}. Its column verifier is
   * not for showing. Needs a superuser, in the database postgres.
   */
  public static String check(ManagedRole role, Dialect dialect) {
    return "SELECT rolsuper AS superuser, rolcreaterole AS createrole, rolcreatedb AS createdb,"
        + " rolbypassrls AS bypassrls, rolcanlogin AS login, rolinherit AS inherit,"
        + " rolreplication AS replication, rolconnlimit AS connection_limit,"
        + " coalesce(rolvaliduntil <> 'infinity', false) AS expires,"
        + " shobj_description(oid, 'pg_authid') AS comment, rolpassword AS verifier, "
        + missing(role, dialect)
        + " AS missing, "
        + excess(role, dialect)
        + " AS excess FROM pg_authid WHERE rolname = "
        + Sql.literal(role.roleName());
  }

  private static String missing(ManagedRole role, Dialect dialect) {
    String functions =
        role.functions().stream()
            .map(
                f ->
                    Sql.literal(f)
                        + ", has_function_privilege(oid, "
                        + Sql.literal("pg_catalog." + f)
                        + ", 'EXECUTE')")
            .map(pair -> "(" + pair + ")")
            .collect(Collectors.joining(", "));
    String memberships =
        role.memberships(dialect).stream()
            .map(
                m -> "(" + Sql.literal(m) + ", pg_has_role(oid, " + Sql.literal(m) + ", 'MEMBER'))")
            .collect(Collectors.joining(", "));
    String pairs = functions.isEmpty() ? memberships : functions;
    return pairs.isEmpty()
        ? "ARRAY[]::text[]"
        : "ARRAY(SELECT what FROM (VALUES " + pairs + ") AS grants(what, has) WHERE NOT has)";
  }

  private static String excess(ManagedRole role, Dialect dialect) {
    String wanted =
        role.memberships(dialect).stream().map(Sql::literal).collect(Collectors.joining(", "));
    return "ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_authid g ON g.oid = m.roleid"
        + " WHERE m.member = pg_authid.oid"
        + (wanted.isEmpty() ? "" : " AND g.rolname NOT IN (" + wanted + ")")
        + ")";
  }

  /**
   * Makes the role, or makes an existing one as wanted, in one transaction. Holds the verifier: for
   * {@link Psql#executeSecret} only, in the database postgres.
   *
   * @param verifier of {@link ScramVerifier} or {@link Md5Verifier}
   */
  public static String apply(RoleState state, Dialect dialect, Secret verifier) {
    ManagedRole role = state.role();
    String name = Sql.identifier(role.roleName());
    StringBuilder sql = new StringBuilder("BEGIN;\n");
    sql.append(state.exists() ? "ALTER ROLE " : "CREATE ROLE ")
        .append(name)
        .append(ATTRIBUTES)
        .append(role.replication() ? " REPLICATION" : " NOREPLICATION")
        .append(" PASSWORD ")
        .append(Sql.literal(verifier.reveal()))
        .append(";\n");
    role.memberships(dialect)
        .forEach(m -> sql.append("GRANT " + Sql.identifier(m) + " TO " + name + ";\n"));
    functions(role)
        .forEach(f -> sql.append("GRANT EXECUTE ON FUNCTION " + f + " TO " + name + ";\n"));
    return sql.append("COMMENT ON ROLE " + name + " IS " + Sql.literal(COMMENT) + ";\n")
        .append("COMMIT;\n")
        .toString();
  }

  /**
   * Takes the role away. PostgreSQL refuses when anything anywhere still belongs to it or names it;
   * nothing is ever dropped with it. In the database postgres.
   */
  public static String drop(ManagedRole role) {
    String name = Sql.identifier(role.roleName());
    StringBuilder sql = new StringBuilder("BEGIN;\n");
    functions(role)
        .forEach(f -> sql.append("REVOKE EXECUTE ON FUNCTION " + f + " FROM " + name + ";\n"));
    return sql.append("DROP ROLE " + name + ";\nCOMMIT;\n").toString();
  }

  /** How many objects in the whole cluster belong to the role: one row, column owned. */
  public static String owned(ManagedRole role) {
    return "SELECT count(*) AS owned FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid"
        + " WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' AND r.rolname = "
        + Sql.literal(role.roleName());
  }

  /**
   * Which of the roles exist and how their passwords are stored: columns name, login, method
   * (scram-sha-256, md5 or none).
   */
  public static String passwordMethods(List<String> roles) {
    String names = roles.stream().map(Sql::literal).collect(Collectors.joining(", "));
    return "SELECT rolname AS name, rolcanlogin AS login,"
        + " CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256'"
        + " WHEN rolpassword LIKE 'md5%' THEN 'md5' ELSE 'none' END AS method"
        + " FROM pg_authid WHERE rolname IN ("
        + (names.isEmpty() ? "NULL" : names)
        + ") ORDER BY rolname";
  }

  private static List<String> functions(ManagedRole role) {
    return role.functions().stream().map(f -> "pg_catalog." + f).toList();
  }
}
