package dev.understudy.steps;

import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the clusters that a host has leave room for the configured one. Pure. */
final class LayoutChecks {
  /** What a cluster is called that Understudy lays out. */
  static final String NEW_CLUSTER = "main";

  private final String node;
  private final PgVersion version;
  private final int port;

  LayoutChecks(String node, PgVersion version, int port) {
    this.node = node;
    this.version = version;
    this.port = port;
  }

  List<Problem> primary(List<PgCluster> clusters) {
    List<Problem> problems = strangers(clusters);
    if (own(clusters).isEmpty()) {
      problems.add(
          new Problem(
              node,
              "is to be the primary, but has no cluster of PostgreSQL %s on port %d; it has %s"
                  .formatted(version, port, words(clusters)),
              "correct postgresql and port in the configuration"));
    }
    return problems;
  }

  /**
   * @param listening whether anything listens on the port
   */
  List<Problem> standby(List<PgCluster> clusters, boolean listening) {
    List<Problem> problems = strangers(clusters);
    if (!own(clusters).isEmpty() || !problems.isEmpty()) {
      return problems;
    }
    clusters.stream()
        .filter(cluster -> cluster.version().equals(version))
        .filter(cluster -> cluster.name().equals(NEW_CLUSTER))
        .forEach(
            cluster ->
                problems.add(
                    new Problem(
                        node,
                        "has the cluster %s already, on port %d instead of %d"
                            .formatted(name(cluster), cluster.port(), port),
                        "rename it with pg_renamecluster, or give it the port if it may go")));
    if (listening) {
      problems.add(
          new Problem(
              node,
              "something listens on port " + port + " that is none of Debian's clusters",
              "stop it: ss -ltnp 'sport = :" + port + "' names it"));
    }
    return problems;
  }

  private List<PgCluster> own(List<PgCluster> clusters) {
    return clusters.stream()
        .filter(cluster -> cluster.port() == port && cluster.version().equals(version))
        .toList();
  }

  /** Clusters on the same port that are not the one: only one of them can run. */
  private List<Problem> strangers(List<PgCluster> clusters) {
    List<Problem> problems = new ArrayList<>();
    List<PgCluster> own = own(clusters);
    for (PgCluster cluster : clusters) {
      boolean same = !own.isEmpty() && cluster.equals(own.get(0));
      if (cluster.port() == port && !same) {
        problems.add(
            new Problem(
                node,
                "port %d belongs to the cluster %s".formatted(port, name(cluster)),
                "give that cluster another port in its postgresql.conf, or drop it"));
      }
    }
    return problems;
  }

  private static String words(List<PgCluster> clusters) {
    return clusters.isEmpty()
        ? "none"
        : clusters.stream()
            .map(cluster -> name(cluster) + " on port " + cluster.port())
            .collect(Collectors.joining(", "));
  }

  private static String name(PgCluster cluster) {
    return cluster.version() + "/" + cluster.name();
  }
}
