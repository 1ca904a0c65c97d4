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
    ALTER_SYSTEM("ALTER SYSTEM RESET it"),
    LATER_FILE("remove the line"),
    COMMAND_LINE("remove it from the options that the server is started with"),
    ROLE_OR_DATABASE("ALTER ROLE or ALTER DATABASE … RESET it");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }

    public String remedy() {
      return remedy;
    }
  }
}
