package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.CheckId;
import dev.understudy.postgres.PgSetting;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.SettingChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether servers run with the settings that they should. Pure. */
final class Settings {
  /** Each server's own: where it is, what it follows, how its host writes. */
  private static final Pattern OWN =
      Pattern.compile(
          "data_directory|config_file|hba_file|ident_file|external_pid_file|cluster_name|port"
              + "|listen_addresses|unix_socket_.*|primary_.*|recovery_.*|promote_trigger_file"
              + "|trigger_file|standby_mode|stats_temp_directory|dynamic_shared_memory_type"
              + "|lc_.*|timezone.*|log_timezone|log_directory|log_filename|ssl_.*_file|huge_pages"
              + "|default_text_search_config|hot_standby.*|synchronous_standby_names",
          Pattern.CASE_INSENSITIVE);

  /** Of which a standby needs at least as many as the primary, or it stops. */
  private static final Set<String> LEAST =
      Set.of(
          "max_connections",
          "max_worker_processes",
          "max_wal_senders",
          "max_prepared_transactions",
          "max_locks_per_transaction");

  private static final Set<String> SET =
      Set.of("configuration file", "command line", "environment variable");

  private static final int SHOWN = 40;
  private static final int NAMED = 5;

  private Settings() {}

  static List<Finding> of(ServerFacts facts, String node, ServerLook.Facts seen) {
    List<Finding> findings = new ArrayList<>();
    if (!node.equals(facts.primary())) {
      findings.add(between(facts, node, seen).on(node));
    }
    findings.add(provisioned(facts, node, seen).on(node));
    findings.add(pending(node, seen).on(node));
    return findings;
  }

  private static Finding between(ServerFacts facts, String node, ServerLook.Facts seen) {
    String check = CheckId.SETTINGS_DRIFT.id();
    Optional<ServerLook.Facts> primary = facts.ofPrimary();
    if (primary.isEmpty()) {
      return Finding.unknown(check, "the primary could not be asked, to compare with");
    }
    List<PgSetting> differing =
        seen.settings().all().stream()
            .filter(own -> differs(own, primary.get().settings().find(own.name())))
            .toList();
    if (differing.isEmpty()) {
      return Finding.ok(check, node + " has the settings of the primary");
    }
    boolean tooLow =
        differing.stream()
            .anyMatch(own -> tooLow(own, primary.get().settings().find(own.name()).orElseThrow()));
    return new Finding(
        check,
        tooLow ? Severity.CRITICAL : Severity.WARNING,
        named(
            differing.stream()
                .map(own -> compared(node, own, primary.get().settings(), facts.primary()))
                .toList()));
  }

  private static boolean differs(PgSetting own, Optional<PgSetting> theirs) {
    return theirs.isPresent()
        && !OWN.matcher(own.name()).matches()
        && !own.context().equals("internal")
        && (SET.contains(own.source()) || SET.contains(theirs.get().source()))
        && !own.resetValue().equals(theirs.get().resetValue());
  }

  private static boolean tooLow(PgSetting own, PgSetting theirs) {
    return LEAST.contains(own.name())
        && Long.parseLong(own.resetValue()) < Long.parseLong(theirs.resetValue());
  }

  private static String compared(
      String node, PgSetting own, PgSettings primary, String primaryName) {
    PgSetting theirs = primary.find(own.name()).orElseThrow();
    return own.name().endsWith("_command")
        ? own.name() + " differs" + place(own)
        : "%s is %s on %s%s and %s on %s%s"
            .formatted(
                own.name(),
                value(own),
                node,
                place(own),
                value(theirs),
                primaryName,
                place(theirs));
  }

  private static Finding provisioned(ServerFacts facts, String node, ServerLook.Facts seen) {
    String check = CheckId.SETTINGS_PROVISIONED.id();
    Optional<ServerLook.Facts> primary = facts.ofPrimary();
    if (primary.isEmpty()) {
      return Finding.unknown(check, "the primary could not be asked, whose settings decide");
    }
    List<SettingChange> changes;
    try {
      changes = facts.drift().apply(primary.get().settings(), seen.settings());
    } catch (UnderstudyException e) {
      // The configuration names what this server does not know; provisioning refuses it too.
      return Finding.warning(check, e.subject() + ": " + e.getMessage());
    }
    return changes.isEmpty()
        ? Finding.ok(check, node + " has its managed settings")
        : Finding.warning(
            check, named(changes.stream().map(change -> changed(node, change, seen)).toList()));
  }

  private static String changed(String node, SettingChange change, ServerLook.Facts seen) {
    String place = seen.settings().find(change.name()).map(Settings::place).orElse("");
    return change.name().endsWith("_command")
        ? change.name() + " of " + node + " is another one" + place
        : "%s of %s is %s%s and should be %s"
            .formatted(change.name(), node, cut(change.before()), place, cut(change.after()));
  }

  private static Finding pending(String node, ServerLook.Facts seen) {
    String check = CheckId.PENDING_RESTART.id();
    List<String> waiting =
        seen.settings().all().stream()
            .filter(PgSetting::pendingRestart)
            .map(PgSetting::name)
            .toList();
    return waiting.isEmpty()
        ? Finding.ok(check, "nothing waits for a restart of " + node)
        : Finding.warning(check, node + " has to be restarted for: " + String.join(", ", waiting));
  }

  /** Who said so: the file and line, or what else. */
  private static String place(PgSetting setting) {
    if (!setting.sourceFile().isEmpty()) {
      return " (" + setting.sourceFile() + ":" + setting.sourceLine() + ")";
    }
    return setting.source().isEmpty() ? "" : " (" + setting.source() + ")";
  }

  private static String value(PgSetting setting) {
    return cut(setting.resetValue() + (setting.unit().isEmpty() ? "" : " x " + setting.unit()));
  }

  private static String cut(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static String named(List<String> all) {
    String rest = all.size() > NAMED ? "; and " + (all.size() - NAMED) + " more" : "";
    return all.stream().limit(NAMED).collect(Collectors.joining("; ")) + rest;
  }
}
