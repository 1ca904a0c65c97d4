package dev.understudy.config;

import java.nio.file.Path;

/**
 * How hosts are reached.
 *
 * @param user a login with passwordless sudo
 * @param identity the private key's file
 * @param knownHosts the file of accepted host keys
 * @param unknownHosts what to do with a host whose key is not known
 */
public record SshConfig(String user, Path identity, Path knownHosts, UnknownHosts unknownHosts) {
  /** What to do with a host whose key is not in the file of known hosts. */
  public enum UnknownHosts {
    REFUSE,
    ACCEPT_NEW
  }
}
