package dev.understudy.host;

/**
 * Where a node's sshd is and who logs in.
 *
 * @param node the node's name in the configuration, for messages
 */
record SshTarget(String node, String user, String address, int port) {}
