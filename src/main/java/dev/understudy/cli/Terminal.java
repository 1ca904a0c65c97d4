package dev.understudy.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What standard output leads to.
 *
 * @param interactive whether it is a terminal that can move its cursor
 * @param colours whether colours are welcome
 * @param errorColours whether they are welcome on standard error
 * @param unicode whether it shows more than ASCII
 * @param size asks for its size; may start a process, so not to be asked often
 */
public record Terminal(
    boolean interactive,
    boolean colours,
    boolean errorColours,
    boolean unicode,
    Supplier<Size> size) {

  /** Of a terminal, in characters. */
  public record Size(int columns, int rows) {
    static final Size USUAL = new Size(80, 24);
  }

  /** Set by the launcher, which can tell: {@code yes} or {@code no}. */
  private static final String OUTPUT = "understudy.terminal";

  /** As {@link #OUTPUT}, for standard error. */
  private static final String ERRORS = "understudy.terminal.errors";

  static Terminal ofProcess() {
    return of(System.getenv(), isTerminal(OUTPUT, 1), isTerminal(ERRORS, 2));
  }

  static Terminal of(Map<String, String> environment, boolean output, boolean errors) {
    boolean able = !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colours = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        able && output,
        colours && output,
        colours && errors,
        isUnicode(environment),
        Terminal::askSize);
  }

  private static boolean isTerminal(String property, int descriptor) {
    String told = System.getProperty(property);
    if (told != null) {
      return told.equals("yes");
    }
    try {
      Process test =
          new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO().start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isUnicode(Map<String, String> environment) {
    for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = environment.getOrDefault(variable, "").toUpperCase(Locale.ROOT);
      if (!locale.isEmpty()) {
        return locale.contains("UTF-8") || locale.contains("UTF8");
      }
    }
    return false;
  }

  private static Size askSize() {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", "stty size < /dev/tty")
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      boolean ended = process.waitFor(1, TimeUnit.SECONDS);
      return ended ? parse(answer) : Size.USUAL;
    } catch (IOException e) {
      return Size.USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Size.USUAL;
    }
  }

  static Size parse(String answer) {
    if (!answer.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
      return Size.USUAL;
    }
    int blank = answer.indexOf(' ');
    return new Size(
        Integer.parseInt(answer.substring(blank + 1)),
        Integer.parseInt(answer.substring(0, blank)));
  }
}
