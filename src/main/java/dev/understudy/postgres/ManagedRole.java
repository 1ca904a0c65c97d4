package dev.understudy.postgres;

import java.util.ArrayList;
import java.util.List;

/** The roles that Understudy makes on a primary. */
public enum ManagedRole {
  /** Streams from the primary and takes base backups. */
  REPLICATOR("replicator", true),
  /** Reads statistics and settings. */
  MONITOR("understudy_monitor", false),
  /** Reads the files that pg_rewind needs. */
  REWIND("understudy_rewind", false);

  private final String roleName;
  private final boolean replication;

  ManagedRole(String roleName, boolean replication) {
    this.roleName = roleName;
    this.replication = replication;
  }

  /** The roles of a version; without grants for pg_rewind it would take a superuser, so none. */
  public static List<ManagedRole> all(Dialect dialect) {
    List<ManagedRole> roles = new ArrayList<>(List.of(values()));
    if (!dialect.has(Capability.REWIND_GRANTS)) {
      roles.remove(REWIND);
    }
    return List.copyOf(roles);
  }

  public String roleName() {
    return roleName;
  }

  boolean replication() {
    return replication;
  }

  /** Functions of pg_catalog that the role may execute (PostgreSQL's pg_rewind, Notes). */
  List<String> functions() {
    return this == REWIND
        ? List.of(
            "pg_ls_dir(text, boolean, boolean)",
            "pg_stat_file(text, boolean)",
            "pg_read_binary_file(text)",
            "pg_read_binary_file(text, bigint, bigint, boolean)")
        : List.of();
  }

  /** Predefined roles that the role is a member of. */
  List<String> memberships(Dialect dialect) {
    return this == MONITOR && dialect.has(Capability.PG_MONITOR)
        ? List.of("pg_monitor")
        : List.of();
  }
}
