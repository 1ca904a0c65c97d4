package dev.understudy.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One node of a cluster.
 *
 * @param host its address or name, for SSH and for PostgreSQL
 * @param sshUser overrides the user of {@link SshConfig}
 * @param priority among standbys at a failover, higher first; 0 never
 * @param healthPort the port of the service at whose root the health checks of this node are
 * @param standbyFrom the node that this one streams from; empty: the primary
 */
public record NodeConfig(
    String name,
    String host,
    int sshPort,
    Optional<String> sshUser,
    int priority,
    Map<String, String> tags,
    OptionalInt healthPort,
    Optional<String> standbyFrom) {}
