package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A data directory that was moved aside.
 *
 * @param bytes what it occupies
 * @param since when it was moved, from its name
 */
public record KeptDirectory(String path, long bytes, Instant since) {
  static final String SUFFIX = ".understudy-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String LIST =
      """
      for copy in "$dir".understudy-[0-9]*T[0-9]*Z; do
        [ -d "$copy" ] && [ ! -L "$copy" ] || continue
        printf '%s\\t%s\\n' "$(du -s -B1 "$copy" | cut -f1)" "$copy"
      done
      """;

  /** The name's ending of a directory that is moved aside at this time. */
  static String suffix(Instant now) {
    return SUFFIX + STAMP.format(now);
  }

  /** All of a node's. */
  public static List<KeptDirectory> list(Node node) {
    String dir = "dir=" + Shell.quote(node.cluster().dataDirectory()) + "\n";
    return node.host()
        .run(Command.script(dir + LIST).asRoot())
        .orThrow("list the kept copies")
        .stdout()
        .lines()
        .map(line -> line.split("\t", 2))
        .map(pair -> of(pair[1], Long.parseLong(pair[0])))
        .toList();
  }

  private static KeptDirectory of(String path, long bytes) {
    String stamp = path.substring(path.lastIndexOf(SUFFIX) + SUFFIX.length());
    return new KeptDirectory(path, bytes, STAMP.parse(stamp, Instant::from));
  }
}
