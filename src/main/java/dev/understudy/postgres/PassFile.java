package dev.understudy.postgres;

/**
 * Lines of libpq's password file: five fields between colons, where a backslash makes the next
 * character plain.
 */
public final class PassFile {
  private PassFile() {}

  /**
   * One line, with its newline. A database of {@code replication} is what physical replication
   * connections look up.
   *
   * @throws dev.understudy.common.UnderstudyException for a newline, carriage return or NUL in a
   *     field
   */
  public static String line(String host, int port, String database, String role, Secret password) {
    return String.join(
            ":",
            field("host", host),
            Integer.toString(port),
            field("database", database),
            field("role", role),
            field("password", password.reveal()))
        + "\n";
  }

  private static String field(String subject, String value) {
    Quoting.refuse(subject, value, "\0\n\r", "a password file");
    String escaped = value.replace("\\", "\\\\").replace(":", "\\:");
    // A lone star would match everything, a leading hash would make the line a comment.
    return escaped.equals("*") || escaped.startsWith("#") ? "\\" + escaped : escaped;
  }
}
