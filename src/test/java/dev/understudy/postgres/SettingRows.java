package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.common.Json;

/** Rows of pg_settings for tests, as a fresh server of version 15 has them. */
final class SettingRows {
  private final ArrayNode rows = Json.mapper().createArrayNode();

  static SettingRows fresh() {
    return new SettingRows()
        .row("listen_addresses", "localhost", "", "string", "postmaster")
        .row("wal_level", "replica", "", "enum", "postmaster", "minimal", "replica", "logical")
        .row("hot_standby", "on", "", "bool", "postmaster")
        .row("max_wal_senders", "10", "", "integer", "postmaster")
        .row("max_replication_slots", "10", "", "integer", "postmaster")
        .row("max_connections", "100", "", "integer", "postmaster")
        .row("max_worker_processes", "8", "", "integer", "postmaster")
        .row("max_prepared_transactions", "0", "", "integer", "postmaster")
        .row("max_locks_per_transaction", "64", "", "integer", "postmaster")
        .row("wal_log_hints", "off", "", "bool", "postmaster")
        .row("archive_mode", "off", "", "enum", "postmaster", "always", "on", "off")
        .row("archive_command", "", "", "string", "sighup")
        .row("archive_library", "", "", "string", "sighup")
        .row("wal_receiver_status_interval", "10", "s", "integer", "sighup")
        .row("wal_receiver_timeout", "60000", "ms", "integer", "sighup")
        .row("wal_sender_timeout", "60000", "ms", "integer", "user")
        .row("wal_retrieve_retry_interval", "5000", "ms", "integer", "sighup")
        .row("tcp_keepalives_idle", "0", "s", "integer", "user")
        .row("tcp_keepalives_interval", "0", "s", "integer", "user")
        .row("tcp_keepalives_count", "0", "", "integer", "user")
        .row("tcp_user_timeout", "0", "ms", "integer", "user")
        .row("max_slot_wal_keep_size", "-1", "MB", "integer", "sighup")
        .row("ssl", "off", "", "bool", "sighup")
        .row("work_mem", "4096", "kB", "integer", "user")
        .row("data_checksums", "off", "", "bool", "internal");
  }

  /** Adds a row, or replaces the one of that name. */
  SettingRows row(
      String name, String value, String unit, String type, String context, String... allowed) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).path("name").asText().equals(name)) {
        rows.remove(i);
        break;
      }
    }
    ObjectNode row = rows.addObject();
    row.put("name", name).put("setting", value).put("reset_val", value).put("unit", unit);
    row.put("vartype", type).put("context", context).put("source", "default");
    row.putNull("sourcefile").putNull("sourceline").put("pending_restart", false);
    ArrayNode enumvals = row.putArray("enumvals");
    for (String one : allowed) {
      enumvals.add(one);
    }
    return this;
  }

  /** Says which file a row has its value from. */
  SettingRows from(String name, String file) {
    for (JsonNode row : rows) {
      if (row.path("name").asText().equals(name)) {
        ((ObjectNode) row).put("source", "configuration file").put("sourcefile", file);
      }
    }
    return this;
  }

  PgSettings settings() {
    return PgSettings.of(rows);
  }
}
