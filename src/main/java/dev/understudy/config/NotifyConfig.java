package dev.understudy.config;

import dev.understudy.common.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told what.
 *
 * @param channels ways to tell people, each name once
 * @param heartbeats addresses that are asked for as long as the service is well
 */
public record NotifyConfig(List<Channel> channels, List<Heartbeat> heartbeats) {
  public NotifyConfig {
    channels = List.copyOf(channels);
    heartbeats = List.copyOf(heartbeats);
  }

  /** Nobody is told anything. */
  public static NotifyConfig none() {
    return new NotifyConfig(List.of(), List.of());
  }

  /**
   * A way to tell people.
   *
   * @param name what its deliveries are kept under
   * @param least what is less grave than this is not told; WARNING, CRITICAL or UNKNOWN
   * @param clusters whose notifications it gets; empty for all
   */
  public record Channel(String name, Severity least, Set<String> clusters, Target target) {
    public Channel {
      clusters = Set.copyOf(clusters);
    }
  }

  /** Where a channel leads to. */
  public sealed interface Target {}

  /**
   * An address that gets JSON by POST.
   *
   * @param url a secret, since with many services who knows the address may write
   */
  public record Webhook(Hidden url, Format format) implements Target {
    /** What the receiver understands. */
    public enum Format {
      JSON,
      SLACK
    }
  }

  /**
   * Mail by a server that takes it.
   *
   * @param server host and port
   */
  public record Email(
      Server server, Optional<Credentials> credentials, String from, List<String> to)
      implements Target {
    public Email {
      to = List.copyOf(to);
    }

    /** A mail server. */
    public record Server(String host, int port, Security security) {}

    /** With whom the service logs in. */
    public record Credentials(String user, Hidden password) {}

    /** How the way to the server is protected; certificates are checked. */
    public enum Security {
      STARTTLS,
      TLS,
      NONE
    }
  }

  /**
   * A command of the user's own, run where the service runs, with the message as JSON on its
   * standard input.
   *
   * @param command as a shell takes it
   */
  public record Command(String command) implements Target {}

  /**
   * An address whose owner raises the alarm when it is no longer asked for.
   *
   * @param url a secret as that of a webhook
   */
  public record Heartbeat(Hidden url, Duration every) {}
}
