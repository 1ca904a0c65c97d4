package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Works out the managed settings. */
final class DesiredSettings {
  /** A command that keeps nothing, so that a real one can come later with a reload. */
  static final String NO_ARCHIVE = "/bin/true";

  /** What says where WAL goes: the user's, where it is configured. */
  private static final List<String> ARCHIVES = List.of("archive_command", "archive_library");

  /** What follows from the section archive alone, where there is one. */
  private static final Set<String> OF_ARCHIVE =
      Set.of(
          "archive_mode",
          "archive_command",
          "archive_library",
          "archive_timeout",
          "restore_command",
          "archive_cleanup_command");

  private static final int SENDERS_AND_SLOTS = 10;
  private static final Set<String> EVERYWHERE = Set.of("*", "0.0.0.0");
  private static final List<String> STANDBY_LIMITS =
      List.of(
          "max_connections",
          "max_worker_processes",
          "max_prepared_transactions",
          "max_locks_per_transaction");
  private static final Set<String> RESERVED =
      Set.of(
          "port",
          "data_directory",
          "hba_file",
          "ident_file",
          "config_file",
          "external_pid_file",
          "cluster_name",
          "primary_conninfo",
          "primary_slot_name",
          "promote_trigger_file",
          "recovery_target_timeline",
          "standby_mode",
          "include",
          "include_dir",
          "include_if_exists");

  private DesiredSettings() {}

  static Map<String, String> of(SettingInputs inputs) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("listen_addresses", listenAddresses(inputs.primary()));
    values.put("wal_level", walLevel(inputs.primary()));
    values.put("hot_standby", "on");
    limits(inputs, values);
    if (!inputs.checksums()) {
      values.put("wal_log_hints", "on");
    }
    archive(inputs, values);
    timeouts(inputs.dialect(), values);
    slots(inputs, values);
    tls(inputs, values);
    inputs.config().settings().forEach((name, value) -> override(inputs, values, name, value));
    return values;
  }

  /** What the primary has, if it listens on every network and so fits every node. */
  private static String listenAddresses(PgSettings primary) {
    String current = primary.value("listen_addresses");
    boolean everywhere =
        Arrays.stream(current.split(",")).map(String::strip).anyMatch(EVERYWHERE::contains);
    return everywhere ? current : "*";
  }

  private static String walLevel(PgSettings primary) {
    return primary.value("wal_level").equals("logical") ? "logical" : "replica";
  }

  private static void limits(SettingInputs inputs, Map<String, String> values) {
    // Per node its stream and one that has not yet ended, and two base backups' connections.
    int needed = Math.max(SENDERS_AND_SLOTS, 2 * inputs.config().nodes().size() + 4);
    for (String name : List.of("max_wal_senders", "max_replication_slots")) {
      values.put(name, Integer.toString(Math.max(needed, inputs.primary().number(name))));
    }
    STANDBY_LIMITS.forEach(name -> values.put(name, inputs.primary().value(name)));
  }

  /** On every node alike, so that a standby archives from its promotion on. */
  private static void archive(SettingInputs inputs, Map<String, String> values) {
    if (inputs.archive().isPresent()) {
      ArchiveSettings archive = inputs.archive().get();
      values.put("archive_mode", "on");
      values.put("archive_command", archive.command());
      values.put("archive_timeout", archive.timeout().toSeconds() + "s");
      String kept = WalKept.value(inputs.dialect(), inputs.primary());
      values.put(inputs.dialect().walKeepSetting(), kept);
      return;
    }
    noArchive(inputs, values);
  }

  private static void noArchive(SettingInputs inputs, Map<String, String> values) {
    PgSettings primary = inputs.primary();
    String mode = primary.value("archive_mode");
    String command = archive(primary, "archive_command");
    boolean ours =
        command.equals(NO_ARCHIVE) || ARCHIVES.stream().anyMatch(n -> managed(primary, n));
    boolean none =
        mode.equals("off") && command.isEmpty() && archive(primary, "archive_library").isEmpty();
    Set<String> configured = inputs.config().settings().keySet();
    boolean theirs = ARCHIVES.stream().anyMatch(configured::contains);
    if (ours || none || theirs) {
      values.put("archive_mode", mode.equals("off") ? "on" : mode);
    }
    if ((ours || none) && !theirs) {
      values.put("archive_command", NO_ARCHIVE);
    }
  }

  private static String archive(PgSettings primary, String name) {
    return primary.find(name).map(PgSetting::resetValue).orElse("");
  }

  /** Such as a command that the configuration had until now: nobody else's. */
  private static boolean managed(PgSettings primary, String name) {
    return primary.find(name).filter(PgSetting::managed).isPresent();
  }

  private static void timeouts(Dialect dialect, Map<String, String> values) {
    values.put("wal_receiver_status_interval", "1s");
    values.put("wal_receiver_timeout", "10s");
    values.put("wal_sender_timeout", "10s");
    values.put("wal_retrieve_retry_interval", "1s");
    values.put("tcp_keepalives_idle", "10s");
    values.put("tcp_keepalives_interval", "2s");
    values.put("tcp_keepalives_count", "3");
    if (dialect.has(Capability.TCP_USER_TIMEOUT)) {
      values.put("tcp_user_timeout", "10s");
    }
  }

  private static void slots(SettingInputs inputs, Map<String, String> values) {
    if (inputs.dialect().has(Capability.SLOT_WAL_LIMIT)) {
      long bytes = inputs.config().replication().maxSlotWalKeepSize();
      values.put("max_slot_wal_keep_size", bytes < 0 ? "-1" : megabytes(bytes));
    }
  }

  private static String megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + "MB";
  }

  private static void tls(SettingInputs inputs, Map<String, String> values) {
    if (inputs.config().tls() != ClusterConfig.TlsMode.PREFER) {
      values.put("ssl", "on");
    }
    if (inputs.config().tls() == ClusterConfig.TlsMode.VERIFY_FULL) {
      values.put("ssl_cert_file", ServerTls.certificate(inputs.config().name()));
      values.put("ssl_key_file", ServerTls.key(inputs.config().name()));
    }
  }

  private static void override(
      SettingInputs inputs, Map<String, String> values, String written, String value) {
    String name = written.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?")) {
      throw ManagedSettings.refused(written, "this is not the name of a setting");
    }
    if (RESERVED.contains(name)) {
      throw ManagedSettings.refused(name, "Understudy sets this itself, or it is fixed per node");
    }
    if (inputs.archive().isPresent() && OF_ARCHIVE.contains(name)) {
      throw ManagedSettings.refused(name, "the section archive of the cluster decides this");
    }
    String needed = values.get(name);
    Optional<PgSetting> known = inputs.primary().find(name);
    if (needed != null && known.isPresent() && !enough(known.get(), needed, value)) {
      throw ManagedSettings.refused(name, "replication needs at least " + needed);
    }
    values.put(name, value);
  }

  private static boolean enough(PgSetting setting, String needed, String value) {
    return switch (setting.name()) {
      case "wal_level" ->
          value.equals("logical") || SettingValue.same(setting.withValue(needed), value);
      case "hot_standby", "wal_log_hints" -> SettingValue.same(setting.withValue(needed), value);
      case "max_wal_senders", "max_replication_slots" -> atLeast(setting, needed, value);
      default -> !STANDBY_LIMITS.contains(setting.name()) || atLeast(setting, needed, value);
    };
  }

  private static boolean atLeast(PgSetting setting, String needed, String value) {
    OptionalDouble asked = SettingValue.inBase(value, setting.unit(), true);
    return asked.isPresent() && asked.getAsDouble() >= Double.parseDouble(needed);
  }
}
