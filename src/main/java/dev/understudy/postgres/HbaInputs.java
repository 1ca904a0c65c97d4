package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import java.util.List;
import java.util.Set;

/**
 * What the managed rules follow from.
 *
 * @param service the addresses that the service connects from, as the nodes see them
 * @param md5Roles roles among the clients whose stored verifier is md5: scram-sha-256 would lock
 *     them out
 */
public record HbaInputs(
    Dialect dialect, ClusterConfig config, List<String> service, Set<String> md5Roles) {
  public HbaInputs {
    service = List.copyOf(service);
    md5Roles = Set.copyOf(md5Roles);
  }
}
