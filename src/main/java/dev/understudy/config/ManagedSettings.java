package dev.understudy.config;

import java.util.Map;
import java.util.Optional;

/** PostgreSQL settings that Understudy writes itself, each with what to do instead. */
final class ManagedSettings {
  private static final String ROLES = "it follows from the roles of the nodes";
  private static final String LAYOUT = "the operating system's packages decide where files are";
  private static final String SWITCHED = "Understudy switches it on for every node";
  private static final String ARCHIVE = "Understudy keeps archiving on on every node";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("listen_addresses", "every node must hear the others and the service"),
          Map.entry("port", "the key 'port' of the cluster sets it"),
          Map.entry("data_directory", LAYOUT),
          Map.entry("config_file", LAYOUT),
          Map.entry("hba_file", LAYOUT),
          Map.entry("ident_file", LAYOUT),
          Map.entry("external_pid_file", LAYOUT),
          Map.entry("include", "one managed file holds all settings"),
          Map.entry("include_dir", "one managed file holds all settings"),
          Map.entry("include_if_exists", "one managed file holds all settings"),
          Map.entry("wal_level", SWITCHED),
          Map.entry("hot_standby", SWITCHED),
          Map.entry("wal_log_hints", SWITCHED),
          Map.entry("archive_mode", ARCHIVE),
          Map.entry("restore_command", ROLES),
          Map.entry("recovery_target_timeline", ROLES),
          Map.entry("primary_conninfo", ROLES),
          Map.entry("primary_slot_name", ROLES),
          Map.entry("standby_mode", ROLES),
          Map.entry("trigger_file", ROLES),
          Map.entry("promote_trigger_file", ROLES),
          Map.entry("synchronous_standby_names", "the key 'replication.mode' sets it"),
          Map.entry(
              "max_slot_wal_keep_size",
              "the key 'replication.max_slot_wal_keep_size' sets it, with the slots"),
          Map.entry("ssl", "the key 'tls' of the cluster sets it"));

  private ManagedSettings() {}

  /** Why the setting is not the user's; empty when it is. */
  static Optional<String> reason(String setting) {
    return Optional.ofNullable(REASONS.get(setting));
  }
}
