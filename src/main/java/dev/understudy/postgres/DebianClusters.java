package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.common.PreconditionException;
import dev.understudy.host.Command;
import dev.understudy.host.Host;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what postgresql-common knows about the clusters of a host. */
public final class DebianClusters {
  private static final String SOCKETS = "/var/run/postgresql";
  // JSON needs a Perl module that may be missing and has no owner's name, so the plain form leads.
  private static final String LIST =
      "command -v pg_lsclusters >/dev/null || exit 0; "
          + "set -- /etc/postgresql/*/*; [ -e \"$1\" ] || [ -L \"$1\" ] || exit 0; "
          + "pg_lsclusters -j 2>/dev/null | { pg_lsclusters -h; echo; cat; }";
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\d+)\\s+(\\S+)\\s+(\\S+)\\s+(/.*?)\\s+(\\S+)\\s*");
  private static final Pattern INCLUDE_DIR =
      Pattern.compile("\\s*include_dir\\s*(?:=|\\s)\\s*'?([^'#]*?)'?\\s*(?:#.*)?");

  private static final Pattern INCLUDE =
      Pattern.compile(
          "\\s*include(?:_dir|_if_exists)?\\s*(?:=|\\s)\\s*'?([^'#]*?)'?\\s*(?:#.*)?",
          Pattern.CASE_INSENSITIVE);

  private DebianClusters() {}

  /**
   * All clusters of the host; none when postgresql-common is not installed.
   *
   * @throws dev.understudy.host.HostException as {@link Host#run}
   */
  public static List<PgCluster> list(Host host) {
    return parse(host.run(Command.script(LIST).asRoot()).orThrow("list the clusters").stdout());
  }

  /** The cluster of that version that listens on the port. */
  public static Optional<PgCluster> find(Host host, PgVersion version, int port) {
    return list(host).stream()
        .filter(cluster -> cluster.version().equals(version) && cluster.port() == port)
        .findFirst();
  }

  static List<PgCluster> parse(String output) {
    Map<String, JsonNode> details = details(output);
    List<PgCluster> clusters = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && !line.startsWith("[")) {
        clusters.add(cluster(matcher, details));
      }
    }
    return clusters;
  }

  private static PgCluster cluster(Matcher row, Map<String, JsonNode> details) {
    String configDirectory = "/etc/postgresql/" + row.group(1) + "/" + row.group(2);
    JsonNode detail = details.getOrDefault(row.group(1) + "/" + row.group(2), Json.read("{}"));
    return new PgCluster(
        PgVersion.parse(row.group(1)),
        row.group(2),
        Integer.parseInt(row.group(3)),
        row.group(4),
        // Without a data directory nobody is its owner; its configuration is the package's then.
        row.group(5).equals("<unknown>") ? "postgres" : row.group(5),
        // Not those of the JSON form, which encodes what is not ASCII twice.
        row.group(6),
        row.group(7),
        detail.path("configdir").asText(configDirectory),
        detail.path("socketdir").asText(SOCKETS),
        "/usr/lib/postgresql/" + row.group(1) + "/bin");
  }

  private static Map<String, JsonNode> details(String output) {
    Map<String, JsonNode> details = new HashMap<>();
    output
        .lines()
        .filter(line -> line.startsWith("[{"))
        .findFirst()
        .ifPresent(
            line ->
                Json.read(line)
                    .forEach(
                        node ->
                            details.put(
                                node.path("version").asText() + "/" + node.path("cluster").asText(),
                                node)));
    return details;
  }

  /**
   * The line of postgresql.conf, counted from 1, that includes conf.d; empty when none does. What
   * stands on later lines overrides the managed settings.
   */
  public static OptionalInt includeLine(String postgresqlConf) {
    List<String> lines = postgresqlConf.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = INCLUDE_DIR.matcher(lines.get(i));
      if (matcher.matches() && matcher.group(1).matches("(?:.*/)?conf\\.d/?")) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  /** Files and directories that postgresql.conf includes behind that line, with their paths. */
  public static List<String> includedAfter(PgCluster cluster, String postgresqlConf, int line) {
    return postgresqlConf
        .lines()
        .skip(line)
        .map(INCLUDE::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1).replaceFirst("/$", ""))
        .map(path -> path.startsWith("/") ? path : cluster.configDirectory() + "/" + path)
        .toList();
  }

  /**
   * As {@link #includeLine}.
   *
   * @throws PreconditionException when postgresql.conf does not include conf.d
   */
  public static int requireIncludeLine(PgCluster cluster, String postgresqlConf) {
    return includeLine(postgresqlConf)
        .orElseThrow(
            () ->
                new PreconditionException(
                    cluster.postgresqlConf(),
                    "the file does not include the directory conf.d",
                    "add the line: include_dir = 'conf.d'"));
  }
}
