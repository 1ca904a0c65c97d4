package dev.understudy.archive;

import dev.understudy.common.ErrorClass;

/**
 * Values of pgBackRest's configuration file. It knows no quotes: a value is the rest of its line
 * without the blanks around it (pgBackRest's {@code common/ini.c}), so that some texts cannot be
 * written at all.
 */
final class PgBackRestValue {
  private PgBackRestValue() {}

  /**
   * One line, without its end.
   *
   * @param cluster for the error
   * @throws ArchiveException CONFIGURATION for a text that would be read as another one; it does
   *     not repeat the value
   */
  static String line(String cluster, String option, String value) {
    if (value.isEmpty()) {
      throw refused(cluster, option, "is empty");
    }
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw refused(cluster, option, "has a line break or another control character");
    }
    if (value.startsWith(" ") || value.endsWith(" ")) {
      throw refused(cluster, option, "begins or ends with a blank");
    }
    return option + "=" + value;
  }

  static ArchiveException refused(String cluster, String option, String why) {
    return new ArchiveException(
        ErrorClass.CONFIGURATION,
        cluster,
        "pgBackRest's file cannot hold " + option + ": it " + why,
        "choose another value under archive",
        null);
  }
}
