package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.postgres.PgCluster;

/**
 * A server that Understudy leaves has archive_mode on until its next restart. Without a command it
 * would keep all of its WAL until then, and fill its disk; so it is left one that keeps nothing, in
 * a file that says so and loses against every later one.
 */
record ArchiverLeft(Node node) {
  private static final int MAX_BYTES = 1 << 16;

  private static final String CONTENT =
      """
      # Left by Understudy when it was taken off this host. archive_mode is on until the next restart
      # of the server, and without a command all WAL would be kept. This one keeps nothing: NO WAL IS
      # ARCHIVED. Remove this file after that restart, or when you set an archive_command of your own.
      archive_command = '/bin/true'
      """;

  static String path(PgCluster cluster) {
    return cluster.confDirectory() + "/00-left-by-understudy.conf";
  }

  /** Whether the file is as it has to be: there where it is needed, and only there. */
  boolean fits() {
    return needed() == present();
  }

  /** Called while the server still has its command; it is told to read its files afterwards. */
  void write(Fence fence) {
    PgCluster cluster = node.cluster();
    if (needed()) {
      node.files().write(FileSpec.text(path(cluster), CONTENT, cluster.owner(), "0644"), fence);
    } else {
      node.files().remove(path(cluster), fence);
    }
  }

  private boolean present() {
    return node.files().read(path(node.cluster()), MAX_BYTES).isPresent();
  }

  /** A server that does not run has archive_mode off when it starts, unless somebody sets it. */
  private boolean needed() {
    PgCluster cluster = node.cluster();
    String ours = cluster.managedSettingsFile();
    return node.online()
        && node.psql()
            .row(new ArchiverSql(cluster.dialect()).withoutCommand(ours, path(cluster)))
            .path("needed")
            .asBoolean();
  }
}
