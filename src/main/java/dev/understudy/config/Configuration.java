package dev.understudy.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * One configuration file, read and checked.
 *
 * @param file where it was read from
 * @param data the store, generated secrets and keys
 * @param ssh how hosts are reached
 * @param clusters by name, in the order of the file
 */
public record Configuration(
    Path file, Path data, SshConfig ssh, Map<String, ClusterConfig> clusters) {}
