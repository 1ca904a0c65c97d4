package dev.understudy.postgres;

import dev.understudy.common.Shell;

/** Finds a client program on a host. */
final class ClientProgram {
  private ClientProgram() {}

  /**
   * Shell that sets {@code psql}: to the program of the cluster's own version where there is one.
   * What Debian has under the plain name is a Perl script that chooses among versions, and takes
   * longer to do so than the program takes for its work.
   */
  static String psql(PgCluster cluster) {
    return "psql="
        + Shell.quote(cluster.program("psql"))
        + " && { [ -x \"$psql\" ] || psql=psql; }";
  }
}
