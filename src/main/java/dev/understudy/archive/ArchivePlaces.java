package dev.understudy.archive;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of a cluster's archive are on each of its hosts. A host may serve several
 * clusters, so each has its own.
 *
 * @param cluster the cluster's name
 */
public record ArchivePlaces(String cluster) {
  /** What the name of the restoring script that goes before it in time ends in. */
  static final String PROVED = ".proved";

  /** The directory of all files that Understudy configures for the cluster. */
  public String directory() {
    return "/etc/understudy/" + cluster;
  }

  /** pgBackRest's configuration, readable by PostgreSQL's user only: it holds credentials. */
  public String pgBackRestFile() {
    return directory() + "/pgbackrest.conf";
  }

  /** The certificates by which pgBackRest trusts the repository, where the user named some. */
  public String repositoryAuthority() {
    return directory() + "/repository-ca.pem";
  }

  /** The script that restore_command calls. */
  public String restoreScript() {
    return directory() + "/restore-wal";
  }

  /** {@link #restoreScript} as it was for the archive that was proved last. */
  public String provedRestoreScript() {
    return restoreScript() + PROVED;
  }

  /** Every file that an archive of whatever kind may have on a host. */
  public List<String> files() {
    DirectoryPlaces others = new DirectoryPlaces(cluster, "");
    return Stream.concat(
            Stream.of(
                restoreScript(),
                provedRestoreScript(),
                pgBackRestFile(),
                repositoryAuthority(),
                others.shipScript(),
                others.fetchScript()),
            others.accessFiles().stream())
        .toList();
  }

  /** Every directory of things that can be made again. */
  public List<String> spools() {
    return List.of(spool(), new DirectoryPlaces(cluster, "").notes());
  }

  /** WAL that was rescued from another node, looked into before the archive is. */
  public String salvage() {
    return "/var/lib/understudy/salvage/" + cluster;
  }

  /** Where pgBackRest keeps what it has fetched in advance and what it says of its pushes. */
  public String spool() {
    return "/var/spool/pgbackrest/" + cluster;
  }
}
