package dev.understudy.archive;

import java.util.List;

/**
 * Where the files of an archive of the kind directory are on each host.
 *
 * @param cluster the cluster's name
 * @param path the directory that the configuration names, which several clusters may share
 */
public record DirectoryPlaces(String cluster, String path) {
  /** The name of the file by which a directory says whose it is: the system identifier. */
  public static final String MARKER = "understudy-system";

  /** Where the WAL is. */
  public String directory() {
    return (path.endsWith("/") ? path : path + "/") + cluster;
  }

  /** By this the directory says whose it is; without it, as under a missing mount, none is. */
  public String marker() {
    return directory() + "/" + MARKER;
  }

  /** The private key of the host, which never leaves it. */
  public String key() {
    return configuration("ssh_key");
  }

  public String publicKey() {
    return key() + ".pub";
  }

  /** How ssh reaches the other hosts. */
  public String sshConfiguration() {
    return configuration("ssh_config");
  }

  /** The host keys of the others. */
  public String knownHosts() {
    return configuration("ssh_known_hosts");
  }

  /** The one command that the others' keys may run here. */
  public String receiveScript() {
    return configuration("receive-wal");
  }

  public String shipScript() {
    return configuration("ship-wal");
  }

  public String fetchScript() {
    return configuration("fetch-wal");
  }

  /** Where the archiver notes what some hosts have taken and others have not. */
  public String notes() {
    return "/var/lib/understudy/shipping/" + cluster;
  }

  /** What is there before anything is shipped: how hosts get at each other. */
  public List<String> accessFiles() {
    return List.of(key(), publicKey(), sshConfiguration(), knownHosts(), receiveScript());
  }

  private String configuration(String name) {
    return new ArchivePlaces(cluster).directory() + "/" + name;
  }
}
