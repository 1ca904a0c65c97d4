package dev.understudy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The long-running service.
 *
 * @param beat between two looks at a node
 * @param listen where it answers HTTP; empty: nowhere
 * @param agent where it answers the agent checks of load balancers; empty: nowhere
 * @param tls its certificate; empty: plain HTTP, on loopback only
 * @param tokensFile who may do what, with hashes of tokens
 * @param hostNames names under which it may be asked for, beside addresses and localhost
 * @param storeBackup copies of the store in archives; empty: none
 */
public record ServiceConfig(
    Duration beat,
    Optional<Listen> listen,
    Optional<Listen> agent,
    Optional<Tls> tls,
    Path tokensFile,
    List<String> hostNames,
    Optional<StoreBackupConfig> storeBackup) {
  static final Duration BEAT = Duration.ofSeconds(1);
  static final Duration LEAST = Duration.ofMillis(250);
  static final Duration MOST = Duration.ofMinutes(1);

  public ServiceConfig {
    hostNames = List.copyOf(hostNames);
  }

  /** Of a service that does not listen. */
  public static ServiceConfig standard() {
    return new ServiceConfig(
        BEAT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Path.of("tokens"),
        List.of(),
        Optional.empty());
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
