package dev.understudy.postgres;

import dev.understudy.common.PreconditionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pg_hba.conf with at most one managed block. The block comes before every other rule, since the
 * first rule that fits decides; it holds network rules of named roles only, so local logins are as
 * before. All bytes outside the block stay as they are, whatever their encoding.
 */
public final class HbaFile {
  private static final String BEGIN = "# understudy begin";
  private static final String END = "# understudy end";
  private static final String HEADER =
      "# Managed by Understudy, the same on every node; clients: see understudy.yaml.\n";

  private final String path;
  private final String before;
  private final Optional<String> block;
  private final String after;

  private HbaFile(String path, String before, Optional<String> block, String after) {
    this.path = path;
    this.before = before;
    this.block = block;
    this.after = after;
  }

  /**
   * Finds the managed block, if there is one.
   *
   * @param path for errors
   * @throws PreconditionException when markers are doubled, unbalanced or out of order
   */
  public static HbaFile parse(String path, byte[] content) {
    // One char per byte: whatever the encoding, what is not ours comes out as it went in.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<Integer> begins = lines(text, BEGIN);
    List<Integer> ends = lines(text, END);
    if (begins.isEmpty() && ends.isEmpty()) {
      int place = firstRule(text);
      return new HbaFile(path, text.substring(0, place), Optional.empty(), text.substring(place));
    }
    if (begins.size() != 1 || ends.size() != 1 || begins.get(0) > ends.get(0)) {
      throw new PreconditionException(
          path,
          "the markers of the managed block are doubled or unbalanced",
          "leave one pair of lines \"" + BEGIN + "\" and \"" + END + "\", or remove them all");
    }
    int end = nextLine(text, ends.get(0));
    return new HbaFile(
        path,
        text.substring(0, begins.get(0)),
        Optional.of(text.substring(begins.get(0), end)),
        text.substring(end));
  }

  /** The managed block as it stands, with its markers; empty when there is none. */
  public Optional<String> block() {
    return block.map(text -> decode(text));
  }

  /** Whether the block stands before every rule that is not ours. */
  public boolean wins() {
    return firstRule(before) == before.length();
  }

  /** The file with exactly these rules in the block, the block before every other rule. */
  public byte[] with(List<HbaRule> rules) {
    String wanted = encode(render(rules));
    if (block.isPresent() && wins()) {
      return bytes(before + wanted + after);
    }
    String rest = before + after;
    int place = firstRule(rest);
    return bytes(rest.substring(0, place) + wanted + rest.substring(place));
  }

  /** The file without the block: byte for byte what it was before the block was put in. */
  public byte[] without() {
    return bytes(before + after);
  }

  public String path() {
    return path;
  }

  /** The block with these rules, as it stands in the file. */
  public static String render(List<HbaRule> rules) {
    StringBuilder text = new StringBuilder(BEGIN).append('\n').append(HEADER);
    rules.forEach(rule -> text.append(rule.line()).append('\n'));
    return text.append(END).append('\n').toString();
  }

  /** Where the first line starts that is neither blank nor a comment; the end if there is none. */
  private static int firstRule(String text) {
    int at = 0;
    int afterLastNewline = text.lastIndexOf('\n') + 1;
    while (at < text.length()) {
      int next = nextLine(text, at);
      String line = text.substring(at, next).strip();
      // Since 14 a backslash at its end makes even a comment go on in the next line.
      if (!line.isEmpty() && (!line.startsWith("#") || line.endsWith("\\"))) {
        return at;
      }
      at = next;
    }
    // Behind a last line without a newline nothing can be put without changing that line.
    return afterLastNewline;
  }

  private static List<Integer> lines(String text, String marker) {
    List<Integer> starts = new ArrayList<>();
    for (int at = 0; at < text.length(); at = nextLine(text, at)) {
      if (text.substring(at, nextLine(text, at)).strip().equals(marker)) {
        starts.add(at);
      }
    }
    return starts;
  }

  private static int nextLine(String text, int at) {
    int newline = text.indexOf('\n', at);
    return newline < 0 ? text.length() : newline + 1;
  }

  private static String encode(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String decode(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
