package dev.understudy.cloud;

import java.util.Optional;

/**
 * An Elastic IP.
 *
 * @param ip the address itself
 * @param instance where it leads; empty: nowhere, or to something that is no instance
 */
public record ElasticAddress(String allocation, String ip, Optional<String> instance) {}
