package dev.understudy.steps;

import dev.understudy.postgres.PgCluster;

/**
 * A file beside a data directory that a run is making: its first line names the run. While it is
 * there, no server was ever started in the directory, so it alone may be emptied again.
 */
final class UnfinishedMarker {
  private UnfinishedMarker() {}

  static String path(PgCluster cluster) {
    return cluster.dataDirectory() + ".understudy-incomplete";
  }
}
