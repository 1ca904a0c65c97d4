package dev.understudy.config;

/**
 * A role that connects to a database from a network.
 *
 * @param from a network in CIDR notation
 */
public record ClientConfig(String user, String database, String from) {}
