package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that Understudy manages: one file, the same on every node, so that it survives a
 * change of roles. Immutable.
 */
public final class ManagedSettings {
  private static final String HEADER =
      """
      # Managed by Understudy: written again by every provisioning, the same on every node.
      # What is set here wins over postgresql.conf. To change or add a setting, put it under
      # "settings" of the cluster in understudy.yaml and provision again.
      """;

  private final Map<String, String> values;

  private ManagedSettings(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * What the cluster needs and its configuration asks for, never less than the primary has.
   *
   * @throws UnderstudyException CONFIGURATION when a setting of the configuration cannot be had
   */
  public static ManagedSettings desired(SettingInputs inputs) {
    return new ManagedSettings(DesiredSettings.of(inputs));
  }

  /** Values as a configuration file takes them, unquoted, in the order of the file. */
  public Map<String, String> values() {
    return values;
  }

  /** The content of the managed file. */
  public String render() {
    StringBuilder file = new StringBuilder(HEADER);
    values.forEach((name, value) -> file.append(ConfValue.line(name, value)));
    return file.toString();
  }

  /**
   * What the server does not run with yet.
   *
   * @throws UnderstudyException CONFIGURATION for a setting that this server does not know or that
   *     nothing can change
   */
  public List<SettingChange> changes(PgSettings running) {
    List<SettingChange> changes = new ArrayList<>();
    values.forEach((name, wanted) -> change(running, name, wanted).ifPresent(changes::add));
    return changes;
  }

  /** Whether one of the changes takes effect only with a restart. */
  public static boolean needsRestart(List<SettingChange> changes) {
    return changes.stream().anyMatch(SettingChange::restart);
  }

  private static Optional<SettingChange> change(PgSettings running, String name, String wanted) {
    Optional<PgSetting> found = running.find(name);
    if (found.isEmpty()) {
      return unknown(name, wanted);
    }
    PgSetting current = found.get();
    if (SettingValue.same(current, wanted)) {
      return Optional.empty();
    }
    if (current.context().equals("internal")) {
      throw refused(name, "the setting cannot be changed on a running cluster");
    }
    String shown = current.resetValue() + (current.unit().isEmpty() ? "" : " " + current.unit());
    return Optional.of(new SettingChange(name, shown, wanted, current.needsRestart()));
  }

  private static Optional<SettingChange> unknown(String name, String wanted) {
    // A name with a dot belongs to a module, which may not be loaded.
    if (name.indexOf('.') > 0) {
      return Optional.of(new SettingChange(name, "", wanted, false));
    }
    throw refused(name, "this PostgreSQL has no such setting");
  }

  static UnderstudyException refused(String name, String message) {
    return new UnderstudyException(
        ErrorClass.CONFIGURATION,
        name,
        message,
        "correct or remove the setting in understudy.yaml",
        null);
  }
}
