package dev.understudy.archive;

/**
 * A cluster on one host, as its archive's files name it.
 *
 * @param node the node's name
 * @param owner the OS user that runs PostgreSQL, and archives
 * @param dataDirectory absolute
 * @param socketDirectory where the local socket is
 */
public record ArchiveHost(
    String node, String owner, String dataDirectory, int port, String socketDirectory) {}
