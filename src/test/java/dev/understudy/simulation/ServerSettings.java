package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's settings: which there are, what the files say, what a server runs with. */
final class ServerSettings {
  /** Name, type, context, unit and default, as pg_settings of version 15 has them. */
  private static final String TABLE =
      """
      archive_command string sighup - -
      archive_library string sighup - -
      archive_mode enum postmaster - off
      archive_timeout integer sighup s 0
      data_checksums bool internal - on
      hot_standby bool postmaster - on
      listen_addresses string postmaster - localhost
      max_connections integer postmaster - 100
      max_locks_per_transaction integer postmaster - 64
      max_prepared_transactions integer postmaster - 0
      max_replication_slots integer postmaster - 10
      max_slot_wal_keep_size integer sighup MB -1
      max_wal_senders integer postmaster - 10
      max_worker_processes integer postmaster - 8
      primary_conninfo string sighup - -
      primary_slot_name string sighup - -
      restore_command string sighup - -
      recovery_target_timeline string postmaster - latest
      ssl bool sighup - off
      ssl_cert_file string sighup - server.crt
      ssl_key_file string sighup - server.key
      synchronous_commit enum user - on
      synchronous_standby_names string sighup - -
      tcp_keepalives_count integer user - 0
      tcp_keepalives_idle integer user s 0
      tcp_keepalives_interval integer user s 0
      tcp_user_timeout integer user ms 0
      wal_keep_size integer sighup MB 0
      wal_level enum postmaster - replica
      wal_log_hints bool postmaster - off
      wal_receiver_status_interval integer sighup s 10
      wal_receiver_timeout integer sighup ms 60000
      wal_retrieve_retry_interval integer sighup ms 5000
      wal_sender_timeout integer user ms 60000
      work_mem integer user kB 4096
      """;

  private static final Pattern LINE = Pattern.compile("\\s*([a-z_]+)\\s*=\\s*'?(.*?)'?\\s*");
  private static final Map<String, List<String>> ENUMS =
      Map.of(
          "archive_mode",
          List.of("always", "on", "off"),
          "synchronous_commit",
          List.of("local", "remote_write", "remote_apply", "on", "off"),
          "wal_level",
          List.of("minimal", "replica", "logical"));

  /** A setting that there is. */
  record Known(String name, String type, String context, String unit, String standard) {}

  private static final Map<String, Known> KNOWN = table();

  /** One line of a file. */
  record Written(String name, String value, String file, int line) {}

  private ServerSettings() {}

  /** By name. */
  static Map<String, Known> known() {
    return KNOWN;
  }

  private static Map<String, Known> table() {
    Map<String, Known> known = new TreeMap<>();
    TABLE
        .lines()
        .map(line -> line.split(" "))
        .forEach(f -> known.put(f[0], new Known(f[0], f[1], f[2], plain(f[3]), plain(f[4]))));
    return known;
  }

  /** The table writes nothing as a dash. */
  private static String plain(String field) {
    return field.equals("-") ? "" : field;
  }

  static List<String> allowed(String name) {
    return ENUMS.getOrDefault(name, List.of());
  }

  /** All lines in the order in which a server reads them; the last one of a name wins. */
  static List<Written> written(Machine machine) {
    List<Written> lines = new ArrayList<>();
    read(machine, Machine.CONF + "/postgresql.conf", lines);
    machine.files().keySet().stream()
        .filter(path -> path.startsWith(Machine.CONF_D + "/") && path.endsWith(".conf"))
        .forEach(path -> read(machine, path, lines));
    return lines;
  }

  private static void read(Machine machine, String path, List<Written> into) {
    Map<String, Known> known = known();
    List<String> lines = machine.text(path).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = LINE.matcher(lines.get(i));
      if (matcher.matches() && known.containsKey(matcher.group(1))) {
        String value = matcher.group(2).replace("''", "'").replace("\\\\", "\\");
        into.add(new Written(matcher.group(1), value, path, i + 1));
      }
    }
  }

  private static Map<String, String> wanted(Machine machine) {
    Map<String, String> values = new LinkedHashMap<>();
    known().values().forEach(known -> values.put(known.name(), known.standard()));
    written(machine).forEach(line -> values.put(line.name(), line.value()));
    return values;
  }

  /** What a server does that starts. */
  static Server start(Machine machine) {
    Server server = new Server();
    server.inForce.putAll(wanted(machine));
    server.rules = machine.text(Machine.HBA);
    server.loaded = machine.world().tick();
    return server;
  }

  /** What a server does that is told to read its files. */
  static void reload(Machine machine, Server server) {
    Map<String, Known> known = known();
    server.pending.clear();
    wanted(machine)
        .forEach(
            (name, value) -> {
              boolean differs = !value.equals(server.inForce.get(name));
              if (differs && known.get(name).context().equals("postmaster")) {
                server.pending.put(name, value);
              } else if (differs) {
                change(server, name, value);
              }
            });
    server.rules = machine.text(Machine.HBA);
    server.loaded = machine.world().tick();
  }

  private static void change(Server server, String name, String value) {
    server.inForce.put(name, value);
    if (name.equals("primary_conninfo") || name.equals("primary_slot_name")) {
      server.upstream = null;
    }
  }

  static String value(Server server, String name) {
    return Objects.requireNonNull(server.inForce.get(name), name);
  }
}
