package dev.understudy.postgres;

/**
 * Something that keeps a managed setting from taking effect.
 *
 * @param where the file and line, or the way it was set
 * @param value what it says instead
 */
public record SettingOverride(String name, Kind kind, String where, String value) {
  /** How a managed setting is overridden. */
  public enum Kind {
    ALTER_SYSTEM("ALTER SYSTEM RESET %s"),
    LATER_FILE("take %s out of that file"),
    COMMAND_LINE("take %s out of the options that the server is started with, such as pg_ctl.conf"),
    ROLE_OR_DATABASE("ALTER ROLE … RESET %1$s, or ALTER DATABASE … RESET %1$s");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }
  }

  /** What a person can do about it. */
  public String remedy() {
    return kind.remedy.formatted(name);
  }
}
