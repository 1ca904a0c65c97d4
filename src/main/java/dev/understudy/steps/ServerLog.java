package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.HostException;
import dev.understudy.postgres.PgCluster;
import java.util.List;
import java.util.regex.Pattern;

/** What a server's log says, for evidence and for errors. */
final class ServerLog {
  /** The lines that a DBA looks for to know that a standby works. */
  private static final String GOOD =
      "entering standby mode|consistent recovery state reached|ready to accept read"
          + "|started streaming WAL";

  private static final String BAD =
      "FATAL|PANIC|ERROR|archive command failed|requested WAL segment|could not";

  private static final Pattern AHEAD =
      Pattern.compile(
          "forked off current database system timeline|is not in this server's history");

  private ServerLog() {}

  /** The newest lines that show a standby at work, at most four. */
  static List<String> standbyLines(Node node, PgCluster cluster) {
    return lines(node, cluster, GOOD, 4);
  }

  /**
   * A standby whose next WAL segment is gone tries for ever.
   *
   * @throws PreconditionException when its newest lines say so
   */
  static void requireWalThere(Site site, Node node) {
    PgCluster cluster = node.cluster();
    List<String> newest = lines(node, cluster, ".", 4);
    requireOnTheLine(site, node, newest);
    for (String line : newest) {
      if (!line.contains("has already been removed")) {
        continue;
      }
      throw new PreconditionException(
          node.name(),
          "the WAL that it needs next is gone from the primary; its log says: " + line,
          "it has to be copied anew: understudy copy-anew %s %s"
              .formatted(site.name(), node.name()));
    }
  }

  /** One line alone may be of an earlier life; a standby that is ahead says it again and again. */
  private static void requireOnTheLine(Site site, Node node, List<String> newest) {
    List<String> ahead = newest.stream().filter(line -> AHEAD.matcher(line).find()).toList();
    if (ahead.size() > 1) {
      throw new PreconditionException(
          node.name(),
          "it is ahead of the primary's line; its log says: " + ahead.get(0),
          "to rewind it or copy it anew: understudy rejoin %s %s"
              .formatted(site.name(), node.name()));
    }
  }

  /** The error, with what the log says about its cause where it does not say it itself. */
  static UnderstudyException explain(Node node, PgCluster cluster, UnderstudyException error) {
    if (error.errorClass() == ErrorClass.PRECONDITION) {
      return error;
    }
    List<String> lines = lines(node, cluster, BAD, 3);
    if (lines.isEmpty()) {
      return error;
    }
    return new HostException(
        error.errorClass(),
        node.name(),
        error.getMessage() + "; the server's log says: " + String.join(" / ", lines),
        "see " + cluster.logFile() + " on " + node.name(),
        error);
  }

  private static List<String> lines(Node node, PgCluster cluster, String pattern, int most) {
    String script =
        "tail -n 400 -- "
            + Shell.quote(cluster.logFile())
            + " 2>/dev/null | grep -E "
            + Shell.quote(pattern)
            + " | tail -n "
            + most
            + " | cut -c1-300 || true";
    return node.host()
        .run(Command.script(script).asRoot())
        .orThrow("read the server's log")
        .stdout()
        .lines()
        .toList();
  }
}
