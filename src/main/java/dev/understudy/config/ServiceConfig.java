package dev.understudy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the long-running service is reached.
 *
 * @param listen where it answers HTTP; empty: nowhere
 * @param tls its certificate; empty: plain HTTP, on loopback only
 * @param tokensFile who may do what, with hashes of tokens
 * @param hostNames names under which it may be asked for, beside addresses and localhost
 */
public record ServiceConfig(
    Optional<Listen> listen, Optional<Tls> tls, Path tokensFile, List<String> hostNames) {
  public ServiceConfig {
    hostNames = List.copyOf(hostNames);
  }

  /**
   * An address and port of this machine.
   *
   * @param port 0 for any that is free
   */
  public record Listen(String address, int port) {
    /** Whether only this machine can connect. */
    public boolean isLoopback() {
      return Addresses.loopback(address);
    }
  }

  /** Files in PEM: the certificate with those above it, and its key without a passphrase. */
  public record Tls(Path certificate, Path key) {}
}
