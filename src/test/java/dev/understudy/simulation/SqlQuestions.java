package dev.understudy.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.FileSetting;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.PgSetting;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.RoleSql;
import dev.understudy.postgres.SlotSql;
import dev.understudy.postgres.SynchronousSettings;
import dev.understudy.postgres.VouchSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers the SELECTs that the product asks, each known by its whole text. */
final class SqlQuestions {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Dialect DIALECT = Dialect.of(PgVersion.parse("15"));
  private static final ReplicationSql SQL = new ReplicationSql(DIALECT);
  private static final ArchiverSql ARCHIVER = new ArchiverSql(DIALECT);
  private static final Pattern SELECTS =
      Pattern.compile("FROM \\(\n(.*?)\n\\) AS understudy_row", Pattern.DOTALL);
  private static final Pattern GRANT =
      Pattern.compile("\\('([^']*)', (?:has_function_privilege|pg_has_role)");
  private static final Pattern REPLAYED = Pattern.compile("'([0-9A-F]+/[0-9A-F]+)'::pg_lsn");
  private static final Pattern WITHIN = Pattern.compile("'(.*)'::inet <<= '(.*)'::inet AS within");
  private static final Pattern NAMES = Pattern.compile("rolname IN \\((.*)\\) ORDER");

  private final Machine machine;
  private final Server server;
  private final DataDirectory data;
  private final Replication replication;

  SqlQuestions(Machine machine, Server server, DataDirectory data, Replication replication) {
    this.machine = machine;
    this.server = server;
    this.data = data;
    this.replication = replication;
  }

  /** The rows of one SELECT, or of several the lists of rows; empty when the SQL asks nothing. */
  Optional<String> answer(String sql) {
    if (sql.startsWith("SELECT json_build_array(")) {
      List<Object> all = new ArrayList<>();
      SELECTS.matcher(sql).results().forEach(select -> all.add(rows(select.group(1))));
      return Optional.of(json(all));
    }
    if (sql.startsWith("SELECT coalesce(json_agg(understudy_row)")) {
      Matcher matcher = SELECTS.matcher(sql);
      return matcher.find() ? Optional.of(json(rows(matcher.group(1)))) : Optional.empty();
    }
    return Optional.empty();
  }

  /** With its nulls, as PostgreSQL writes it. */
  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Map<String, Object>> rows(String select) {
    if (select.equals(SQL.node())) {
      return List.of(node());
    } else if (select.equals(SQL.receiver())) {
      return receiver();
    } else if (select.equals(SQL.senders())) {
      return replication.receivers(machine).stream().map(this::sender).toList();
    } else if (select.equals(PgSetting.SELECT)) {
      return ServerSettings.known().values().stream().map(this::setting).toList();
    } else if (select.equals(FileSetting.SELECT)) {
      return files();
    } else if (select.equals(SlotSql.list(DIALECT))) {
      return data.slots.entrySet().stream().map(this::slot).toList();
    } else if (select.equals(SQL.hbaRules())) {
      return HbaLine.parse(machine.text(Machine.HBA)).stream().map(this::rule).toList();
    }
    return fixed(select)
        .or(() -> role(select))
        .or(() -> shaped(select))
        .orElseThrow(() -> machine.world().fault("unknown question: " + select));
  }

  private Optional<List<Map<String, Object>>> fixed(String select) {
    Map<String, List<Map<String, Object>>> answers = new LinkedHashMap<>();
    answers.put(SQL.tablespaces(), List.of());
    answers.put(
        "SELECT pg_read_file('pg_wal/%08X.history') AS text".formatted(data.timeline),
        List.of(
            row(
                "text",
                (data.timeline - 1) + "\t" + DataDirectory.lsn(data.fork) + "\tpromoted\n")));
    answers.put(SQL.checkpointTimeline(), List.of(row("timeline", data.checkpoint)));
    answers.put(SQL.dataSize(), List.of(row("bytes", 40_000_000)));
    answers.put(
        SQL.locales(),
        List.of(row("name", "postgres", "encoding", "UTF8", "collate", "C", "provider", "c")));
    answers.put(
        "SELECT current_setting('shared_preload_libraries') AS libraries",
        List.of(row("libraries", "")));
    answers.put(
        SQL.files(),
        List.of(
            row(
                "config_file",
                Machine.CONF + "/postgresql.conf",
                "hba_file",
                Machine.HBA,
                "data_directory",
                Machine.DATA)));
    answers.put(
        "SELECT extract(epoch FROM pg_conf_load_time())::text AS loaded",
        List.of(row("loaded", Long.toString(server.loaded))));
    answers.put(
        "SELECT current_setting('primary_conninfo') AS conninfo,"
            + " current_setting('restore_command') AS restore",
        List.of(
            row(
                "conninfo",
                ServerSettings.value(server, "primary_conninfo"),
                "restore",
                ServerSettings.value(server, "restore_command"))));
    answers.put(
        "SELECT setting::bigint * CASE unit WHEN '8kB' THEN 8192 ELSE 1 END AS bytes"
            + " FROM pg_settings WHERE name = 'wal_segment_size'",
        List.of(row("bytes", 16 << 20)));
    for (String name : List.of("archive_command", "restore_command")) {
      answers.put(
          "SELECT current_setting('" + name + "') AS value",
          List.of(row("value", ServerSettings.value(server, name))));
    }
    answers.put(
        ARCHIVER.withoutCommand(
            Machine.CONF_D + "/90-understudy.conf", Machine.CONF_D + "/00-left-by-understudy.conf"),
        List.of(row("needed", !ServerSettings.value(server, "archive_mode").equals("off"))));
    answers.put(
        SynchronousSettings.current(),
        List.of(
            row(
                "names",
                ServerSettings.value(server, "synchronous_standby_names"),
                "commit",
                ServerSettings.value(server, "synchronous_commit"))));
    boolean apart =
        data.standby
            && server.upstream == null
            && ServerSettings.value(server, "primary_conninfo").isEmpty();
    answers.put(VouchSql.readBack(), List.of(row("apart", apart, "vouches", 0)));
    answers.put(ARCHIVER.failing(), List.of());
    answers.put(ARCHIVER.state(), List.of(row("ready", 0)));
    answers.put(ARCHIVER.segmentSize(), List.of(row("bytes", 16 << 20)));
    answers.put(
        "SELECT current_setting('archive_mode') AS mode,"
            + " current_setting('archive_command') AS command",
        List.of(
            row(
                "mode",
                ServerSettings.value(server, "archive_mode"),
                "command",
                ServerSettings.value(server, "archive_command"))));
    answers.put(ARCHIVER.shipped(ArchiveScripts.SEGMENT), List.of(row("shipped", true)));
    return Optional.ofNullable(answers.get(select));
  }

  /** Questions with a value in them. */
  private Optional<List<Map<String, Object>>> shaped(String select) {
    Matcher replayed = REPLAYED.matcher(select);
    if (replayed.find() && select.equals(SQL.replayed(replayed.group(1)))) {
      boolean reached = DataDirectory.lsn(data.lsn).compareTo(replayed.group(1)) >= 0;
      return Optional.of(List.of(row("reached", data.standby && reached)));
    }
    if (select.endsWith(") AS confirmed")) {
      return Optional.of(List.of(row("confirmed", confirmed(select))));
    }
    Matcher within = WITHIN.matcher(select);
    if (within.find()) {
      return Optional.of(List.of(row("within", HbaLine.within(within.group(1), within.group(2)))));
    }
    Matcher names = NAMES.matcher(select);
    if (names.find()) {
      List<String> users = Stream.of(names.group(1).split(", ")).map(SqlQuestions::bare).toList();
      if (select.equals(RoleSql.passwordMethods(users))) {
        return Optional.of(users.stream().filter(data.roles::containsKey).map(this::user).toList());
      }
    }
    return Optional.empty();
  }

  /** Receivers have all there is. */
  private boolean confirmed(String select) {
    return replication.receivers(machine).stream()
        .map(this::sender)
        .anyMatch(
            sender ->
                sender.get("sync_state").equals("quorum")
                    && select.contains("'" + sender.get("application_name") + "'"));
  }

  private static String bare(String literal) {
    return literal.replace("'", "");
  }

  private Map<String, Object> user(String name) {
    return row("name", name, "login", true, "method", "scram-sha-256");
  }

  private Optional<List<Map<String, Object>>> role(String select) {
    for (ManagedRole role : ManagedRole.all(DIALECT)) {
      if (select.equals(RoleSql.check(role, DIALECT))) {
        Role found = data.roles.get(role.roleName());
        return Optional.of(found == null ? List.of() : List.of(role(select, found)));
      }
    }
    return Optional.empty();
  }

  private Map<String, Object> role(String select, Role role) {
    List<String> missing =
        GRANT
            .matcher(select)
            .results()
            .map(grant -> grant.group(1))
            .filter(grant -> !role.grants().contains(grant))
            .toList();
    Map<String, Object> row = row("login", true, "inherit", true, "connection_limit", -1);
    row.putAll(row("replication", role.replication(), "comment", role.comment()));
    row.putAll(row("verifier", role.verifier(), "missing", missing, "excess", List.of()));
    return row;
  }

  private Map<String, Object> node() {
    String lsn = DataDirectory.lsn(data.lsn);
    Map<String, Object> row = row("in_recovery", data.standby, "system_identifier", data.systemId);
    row.putAll(row("timeline", data.timeline, "lsn", data.standby ? null : lsn));
    row.putAll(row("received", data.standby ? lsn : null, "replayed", data.standby ? lsn : null));
    row.putAll(row("checksums", true, "version_num", 150009, "version", "15.9"));
    return row;
  }

  private List<Map<String, Object>> receiver() {
    if (server.upstream == null) {
      return List.of();
    }
    Machine upstream = machine.world().machine(server.upstream);
    Map<String, Object> row = row("pid", 4711, "status", "streaming", "timeline", data.timeline);
    row.putAll(row("received", DataDirectory.lsn(data.lsn), "sender_host", upstream.address()));
    row.put("slot_name", ServerSettings.value(server, "primary_slot_name"));
    return List.of(row);
  }

  private Map<String, Object> sender(Machine standby) {
    Map<String, String> conninfo =
        Replication.conninfo(Replication.setting(standby, "primary_conninfo"));
    String lsn = DataDirectory.lsn(data.lsn);
    Map<String, Object> row = row("pid", 4712, "role", conninfo.get("user"));
    row.put("application_name", conninfo.getOrDefault("application_name", "15/main"));
    row.putAll(row("address", standby.address(), "state", "streaming"));
    row.put("sync_state", waitedFor(row.get("application_name")) ? "quorum" : "async");
    row.putAll(row("sent", lsn, "written", lsn, "flushed", lsn, "replayed", lsn));
    return row;
  }

  private boolean waitedFor(@Nullable Object application) {
    return ServerSettings.value(server, "synchronous_standby_names")
        .contains("\"" + application + "\"");
  }

  private Map<String, Object> setting(ServerSettings.Known known) {
    String value = ServerSettings.value(server, known.name());
    Map<String, Object> row = row("name", known.name(), "setting", value, "reset_val", value);
    row.putAll(row("unit", known.unit(), "vartype", known.type(), "context", known.context()));
    row.putAll(row("source", "configuration file", "sourceline", 1));
    ServerSettings.written(machine).stream()
        .filter(line -> line.name().equals(known.name()))
        .forEach(line -> row.put("sourcefile", line.file()));
    row.put("enumvals", ServerSettings.allowed(known.name()));
    row.put("pending_restart", server.pending.containsKey(known.name()));
    return row;
  }

  private List<Map<String, Object>> files() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ServerSettings.Written line : ServerSettings.written(machine)) {
      Map<String, Object> row = row("seqno", rows.size() + 1, "name", line.name());
      row.putAll(row("setting", line.value(), "sourcefile", line.file(), "applied", true));
      row.putAll(row("sourceline", line.line(), "error", null));
      rows.add(row);
    }
    return rows;
  }

  private Map<String, Object> slot(Map.Entry<String, Long> slot) {
    Map<String, Object> row = row("slot_name", slot.getKey(), "wal_status", "reserved");
    row.put("active", replication.active(machine, slot.getKey()));
    row.putAll(row("restart_lsn", DataDirectory.lsn(slot.getValue()), "retained_bytes", 0));
    return row;
  }

  private Map<String, Object> rule(HbaLine rule) {
    Map<String, Object> row = row("line", rule.line(), "type", rule.type(), "error", null);
    row.putAll(row("databases", List.of(rule.database()), "roles", List.of(rule.user())));
    row.putAll(row("address", rule.base(), "netmask", rule.netmask(), "method", rule.method()));
    return row;
  }

  /** Names and values by turns. */
  private static Map<String, Object> row(Object... pairs) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put(Objects.requireNonNull(pairs[i]).toString(), pairs[i + 1]);
    }
    return row;
  }
}
