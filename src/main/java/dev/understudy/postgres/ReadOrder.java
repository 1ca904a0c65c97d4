package dev.understudy.postgres;

import java.util.List;

/** The order in which a server reads its configuration files; the last entry wins. Pure. */
public final class ReadOrder {
  private final PgCluster cluster;
  private final int includeLine;
  private final List<String> includedAfter;

  /**
   * @param postgresqlConf the text of that file
   * @throws dev.understudy.common.PreconditionException when it does not include conf.d
   */
  public ReadOrder(PgCluster cluster, String postgresqlConf) {
    this.cluster = cluster;
    this.includeLine = DebianClusters.requireIncludeLine(cluster, postgresqlConf);
    this.includedAfter = DebianClusters.includedAfter(cluster, postgresqlConf, includeLine);
  }

  /**
   * Whether an entry stands behind the place that a file has or will have.
   *
   * @param own the path of that file, in conf.d
   */
  public boolean later(FileSetting entry, String own) {
    String file = entry.file();
    if (file.startsWith(cluster.confDirectory() + "/")) {
      // include_dir reads the files of a directory in the C locale's order of names.
      return file.compareTo(own) > 0;
    }
    return file.endsWith("/postgresql.auto.conf")
        || includedAfter.stream().anyMatch(i -> file.equals(i) || file.startsWith(i + "/"))
        || (file.equals(cluster.postgresqlConf()) && entry.line() > includeLine);
  }
}
