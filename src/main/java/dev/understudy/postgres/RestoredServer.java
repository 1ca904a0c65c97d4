package dev.understudy.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a server that was restored from a backup: it archives nothing, listens to no
 * network, follows nobody and starts no jobs, also when a person starts it again.
 *
 * @param cluster with its configuration and its socket in a directory of its own
 */
public record RestoredServer(PgCluster cluster) {
  private static final String HEADER =
      """
      # Managed by Understudy: a server restored from a backup. It archives nothing and listens
      # to no network. To start it by hand: pg_ctl -D this directory start
      """;

  /** As pg_controldata calls the settings that replay must not find smaller than they were. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "max_connections setting", "max_connections",
          "max_worker_processes setting", "max_worker_processes",
          "max_wal_senders setting", "max_wal_senders",
          "max_prepared_xacts setting", "max_prepared_transactions",
          "max_locks_per_xact setting", "max_locks_per_transaction");

  /**
   * postgresql.conf.
   *
   * @param controlData what pg_controldata prints of the data directory
   * @param recovery the settings of its recovery
   */
  public String settings(String controlData, Map<String, String> recovery) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data_directory", cluster.dataDirectory());
    settings.put("hba_file", cluster.hbaFile());
    settings.put("ident_file", cluster.configDirectory() + "/pg_ident.conf");
    settings.put("listen_addresses", "");
    settings.put("port", Integer.toString(cluster.port()));
    settings.put("unix_socket_directories", cluster.socketDirectory());
    settings.put("unix_socket_permissions", "0700");
    settings.put("archive_mode", "off");
    settings.put("synchronous_standby_names", "");
    settings.put("shared_preload_libraries", "");
    settings.put("ssl", "off");
    settings.put("hot_standby", "on");
    settings.put("logging_collector", "off");
    settings.put("log_destination", "stderr");
    settings.put("log_line_prefix", "%m ");
    settings.put("log_timezone", "UTC");
    settings.put("lc_messages", "C");
    controlData.lines().forEach(line -> limit(settings, line));
    if (inSettings()) {
      settings.putAll(recovery);
    }
    return HEADER + lines(settings);
  }

  private static void limit(Map<String, String> settings, String line) {
    List<String> words = List.of(line.split(": *", 2));
    String name = LIMITS.get(words.get(0).strip());
    if (name != null && words.size() == 2) {
      settings.put(name, words.get(1).strip());
    }
  }

  /** The name of the file in the data directory that makes the server recover. */
  public String recoveryFile() {
    return inSettings() ? "recovery.signal" : "recovery.conf";
  }

  /** Its content. */
  public String recovery(Map<String, String> recovery) {
    return inSettings() ? "" : lines(recovery);
  }

  /** Only PostgreSQL's own user gets in, by the socket. */
  public String rules() {
    return HEADER + "local all all peer\n";
  }

  private boolean inSettings() {
    return cluster.dialect().has(Capability.STANDBY_SIGNAL);
  }

  private static String lines(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach((name, value) -> text.append(ConfValue.line(name, value)));
    return text.toString();
  }
}
