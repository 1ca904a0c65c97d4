package dev.understudy.wal;

/**
 * The system identifier that initdb gives a cluster, and that all its standbys share.
 *
 * @param bits to be read as unsigned
 */
public record SystemId(long bits) {
  /**
   * Reads the decimal form that pg_controldata and {@code pg_control_system()} print.
   *
   * @throws WalFormatException for anything else, 0 included
   */
  public static SystemId parse(String text) {
    try {
      // SQL functions return a bigint, so an identifier in the upper half comes out negative there.
      long bits = text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
      if (bits != 0 && !text.startsWith("+")) {
        return new SystemId(bits);
      }
    } catch (NumberFormatException e) {
      // Said below, with what was expected.
    }
    throw new WalFormatException(text, "a system identifier");
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(bits);
  }
}
