package dev.understudy.simulation;

import dev.understudy.postgres.ArchiverSql;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SlotSql;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries out the statements that the product changes a server with. */
final class SqlStatements {
  private static final Dialect DIALECT = Dialect.of(PgVersion.parse("15"));
  private static final ReplicationSql SQL = new ReplicationSql(DIALECT);
  private static final ArchiverSql ARCHIVER = new ArchiverSql(DIALECT);
  private static final Pattern SLOT = Pattern.compile("'(understudy_[a-z0-9_]+)'");
  private static final Pattern TOKEN = Pattern.compile("'understudy', '([^']+)'");
  private static final Pattern MADE =
      Pattern.compile("BEGIN;\n(CREATE|ALTER) ROLE \"(\\w+)\" LOGIN [^;]* PASSWORD '([^']+)';\n");
  private static final Pattern DROPPED = Pattern.compile("\nDROP ROLE \"(\\w+)\";\nCOMMIT;\n");
  private static final Pattern GRANTED =
      Pattern.compile("GRANT (?:EXECUTE ON FUNCTION pg_catalog\\.)?(.*) TO \"\\w+\";\n");

  private final Machine machine;
  private final Server server;
  private final DataDirectory data;
  private final Replication replication;

  SqlStatements(Machine machine, Server server, DataDirectory data, Replication replication) {
    this.machine = machine;
    this.server = server;
    this.data = data;
    this.replication = replication;
  }

  /**
   * What it prints; null when nobody knows the SQL.
   *
   * @param secret whether the server was told to log nothing of it
   */
  @Nullable String execute(String sql, boolean secret) {
    if (sql.strip().equals("SELECT pg_reload_conf();")) {
      ServerSettings.reload(machine, server);
      return effect("reload", "t\n");
    }
    if (sql.equals("CHECKPOINT;")) {
      data.checkpoint = data.timeline;
      return effect("checkpoint", "");
    }
    Matcher dropping = SLOT.matcher(sql);
    if (data.standby && dropping.find() && sql.equals(SlotSql.drop(dropping.group(1)))) {
      return slot(sql, dropping.group(1));
    }
    if (data.standby) {
      throw new SqlError("25006", "cannot execute it in a read-only transaction: " + sql);
    }
    if (sql.equals(ARCHIVER.finishSegment())) {
      // No effect: a proof that is made once more leaves nothing else behind.
      return ArchiveScripts.finishSegment(machine, server);
    }
    if (sql.contains("pg_create_restore_point('understudy-drill-")) {
      ArchiveScripts.finishSegment(machine, server);
      return ArchiveScripts.SEGMENT + "|0/3000100\n";
    }
    Matcher made = MADE.matcher(sql);
    if (made.lookingAt()) {
      if (!secret) {
        throw machine.world().fault("a verifier would be logged");
      }
      return role(sql, made.group(1).equals("CREATE"), made.group(2), made.group(3));
    }
    Matcher dropped = DROPPED.matcher(sql);
    if (dropped.find()) {
      return dropRole(dropped.group(1));
    }
    Matcher token = TOKEN.matcher(sql);
    if (token.find() && SQL.emitMarker(token.group(1)).endsWith(sql)) {
      data.lsn += 0x100;
      return effect("marker", DataDirectory.lsn(data.lsn) + "\n");
    }
    Matcher slot = SLOT.matcher(sql);
    return slot.find() ? slot(sql, slot.group(1)) : null;
  }

  private String effect(String what, String output) {
    machine.world().effect(machine, what);
    return output;
  }

  private String role(String sql, boolean create, String name, String verifier) {
    if (create == data.roles.containsKey(name)) {
      throw new SqlError(create ? "42710" : "42704", "role \"" + name + "\" is there or is not");
    }
    TreeSet<String> grants = new TreeSet<>();
    GRANTED.matcher(sql).results().forEach(g -> grants.add(g.group(1).replace("\"", "")));
    String comment = sql.contains("IS 'managed by Understudy'") ? "managed by Understudy" : "";
    boolean replicates = sql.contains(" REPLICATION PASSWORD");
    data.roles.put(name, new Role(replicates, verifier, grants, comment));
    return effect((create ? "create" : "alter") + " role " + name, "");
  }

  private String dropRole(String name) {
    if (data.roles.remove(name) == null) {
      throw new SqlError("42704", "role \"" + name + "\" does not exist");
    }
    return effect("drop role " + name, "");
  }

  private @Nullable String slot(String sql, String name) {
    if (sql.equals(SlotSql.create(name))) {
      if (data.slots.putIfAbsent(name, data.lsn) != null) {
        throw new SqlError("42710", "replication slot \"" + name + "\" already exists");
      }
      return effect("create slot " + name, name + "\n");
    }
    if (!sql.endsWith(SlotSql.drop(name))) {
      return null;
    }
    if (sql.startsWith("SELECT pg_terminate_backend(active_pid)")) {
      replication.receivers(machine).stream()
          .map(standby -> standby.server().orElseThrow())
          .filter(s -> Objects.equals(name, ServerSettings.value(s, "primary_slot_name")))
          .forEach(s -> s.upstream = null);
    }
    if (!replication.active(machine, name) && data.slots.remove(name) != null) {
      machine.world().effect(machine, "drop slot " + name);
    }
    return "";
  }
}
