package dev.understudy.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * One configuration file, read and checked.
 *
 * @param file where it was read from
 * @param data the store, generated secrets and keys
 * @param ssh how hosts are reached
 * @param service how the long-running service does its work
 * @param retention how long history is kept
 * @param notification who is told what
 * @param clusters by name, in the order of the file
 * @param secrets what came from the environment or another file, and is masked where it is shown
 */
public record Configuration(
    Path file,
    Path data,
    SshConfig ssh,
    ServiceConfig service,
    RetentionConfig retention,
    NotifyConfig notification,
    Map<String, ClusterConfig> clusters,
    Secrets secrets) {

  /** A configuration in which nothing is secret, and of the service nothing is said. */
  public Configuration(Path file, Path data, SshConfig ssh, Map<String, ClusterConfig> clusters) {
    this(
        file,
        data,
        ssh,
        ServiceConfig.standard(),
        RetentionConfig.standard(),
        NotifyConfig.none(),
        clusters,
        Secrets.none());
  }

  /**
   * What a service that runs with this one can go on with, when its file says the next one: all of
   * it but what {@link ConfigurationDiff.Difference#needsRestart}. What was secret stays secret.
   */
  public Configuration followedBy(Configuration next) {
    return new Configuration(
        file,
        data,
        ssh,
        service,
        next.retention,
        next.notification,
        next.clusters,
        secrets.and(next.secrets));
  }

  /** The values, with the secret ones masked. */
  @Override
  public String toString() {
    return secrets.mask(
        "Configuration[file="
            + file
            + ", data="
            + data
            + ", ssh="
            + ssh
            + ", service="
            + service
            + ", retention="
            + retention
            + ", notification="
            + notification
            + ", clusters="
            + clusters
            + "]");
  }
}
