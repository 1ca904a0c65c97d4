package dev.understudy.config;

/**
 * The EC2 instance that a node's host is.
 *
 * @param instance its id, such as {@code i-0abc}
 */
public record Ec2NodeConfig(String instance) {}
