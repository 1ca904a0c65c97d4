package dev.understudy.archive;

import dev.understudy.common.Shell;
import java.util.List;

/**
 * How one file comes out of an archive.
 *
 * @param command as a restore_command, with {@code %f}, {@code %p} and {@code %r}
 * @param absent exit codes by which it says that the archive does not have the file
 */
public record Fetch(String command, List<Integer> absent) {
  private static final List<Integer> ONE = List.of(1);

  public Fetch {
    absent = List.copyOf(absent);
  }

  /** pgBackRest's: 1 says that the file is not there, everything above is an error. */
  public static Fetch pgBackRest(String configFile, String stanza) {
    String config = Shell.quote("--config=" + configFile).replace("%", "%%");
    String name = Shell.quote("--stanza=" + stanza).replace("%", "%%");
    return new Fetch("exec pgbackrest " + config + " " + name + " archive-get \"%f\" \"%p\"", ONE);
  }

  /**
   * A directory's. One that is missing or empty, as a mount point is without its mount, is out of
   * reach, and does not lack the file; nor does one whose file cannot be copied.
   */
  public static Fetch directory(String path) {
    String quoted = Shell.quote(path).replace("%", "%%");
    return new Fetch(
        "[ ! -e @/\"%f\" ] || { cp @/\"%f\" \"%p\" || exit 2; exit 0; };".replace("@", quoted)
            + " [ -n \"$(find @/ -mindepth 1 -maxdepth 1 -print -quit)\" ] || exit 2; exit 1"
                .replace("@", quoted),
        ONE);
  }

  /**
   * The user's own, which is taken to follow PostgreSQL's rule that 1 means absent. WAL-G does not:
   * it exits with 74 for a file that is absent, and with 1 for every error.
   */
  public static Fetch command(String restoreCommand) {
    boolean walG = restoreCommand.matches("(?s)(.*[ /])?wal-g .*");
    return new Fetch(restoreCommand, walG ? List.of(74) : ONE);
  }

  /**
   * A word of a shell script in which {@code $file}, {@code $part} and {@code $restart} are set.
   */
  String word() {
    StringBuilder word = new StringBuilder();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < command.length()) {
      char next = i + 1 < command.length() ? command.charAt(i + 1) : ' ';
      String variable = command.charAt(i) == '%' ? variable(next) : "";
      if (variable.isEmpty()) {
        literal.append(command.charAt(i));
        i++;
        continue;
      }
      i += 2;
      if (variable.equals("%")) {
        literal.append('%');
        continue;
      }
      word.append(Shell.quote(literal.toString())).append('"').append(variable).append('"');
      literal.setLength(0);
    }
    return word.append(Shell.quote(literal.toString())).toString();
  }

  private static String variable(char letter) {
    return switch (letter) {
      case 'f' -> "$file";
      case 'p' -> "$part";
      case 'r' -> "$restart";
      case '%' -> "%";
      default -> "";
    };
  }
}
