package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A data directory that was moved aside.
 *
 * @param bytes what it occupies, its tablespaces included
 * @param since when it was moved, from its name
 */
public record KeptDirectory(String path, long bytes, Instant since) {
  static final String SUFFIX = ".understudy-";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String LIST =
      """
      for copy in "$dir".understudy-[0-9]*T[0-9]*Z; do
        [ -d "$copy" ] && [ ! -L "$copy" ] || continue
        size=$(du -s -c -B1 "$copy" "$copy"/pg_tblspc/*/ 2>/dev/null | tail -n 1 | cut -f1)
        printf '%s\\t%s\\n' "$size" "$copy"
      done
      """;

  /** The name's ending of a directory that is moved aside at this time. */
  static String suffix(Instant now) {
    return SUFFIX + STAMP.format(now);
  }

  /** All of a node's. */
  public static List<KeptDirectory> list(Node node) {
    String directory = node.cluster().dataDirectory();
    String output =
        node.host()
            .run(
                Command.script("dir=" + Shell.quote(directory) + "\n" + LIST)
                    .asRoot()
                    .within(LIMIT))
            .orThrow("list the kept copies")
            .stdout();
    return parse(directory, output);
  }

  /** Only names that Understudy gives count. */
  static List<KeptDirectory> parse(String directory, String output) {
    return output
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(pair -> pair.length == 2 && pair[1].startsWith(directory + SUFFIX))
        .flatMap(pair -> of(directory, pair).stream())
        .toList();
  }

  private static Optional<KeptDirectory> of(String directory, String[] pair) {
    try {
      String stamp = pair[1].substring(directory.length() + SUFFIX.length());
      Instant since = STAMP.parse(stamp, Instant::from);
      return Optional.of(new KeptDirectory(pair[1], Long.parseLong(pair[0]), since));
    } catch (DateTimeParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
