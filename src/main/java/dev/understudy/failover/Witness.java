package dev.understudy.failover;

import dev.understudy.config.NodeConfig;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import dev.understudy.watch.Reached;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one standby knows of the primary.
 *
 * @param aliveAt the newest moment at which it heard the primary; null when it never did
 * @param tried what came of a new connection from its host that was tried after that, and after the
 *     service had lost the primary; null when none was
 * @param silentTooLong whether its receiver has heard nothing for longer than an idle primary is
 *     silent
 */
record Witness(
    String node, @Nullable Moment aliveAt, @Nullable Reached tried, boolean silentTooLong) {
  private static final int PER_CENT = 100;

  /** Whether it bears witness that the primary does not serve. */
  boolean silent() {
    return tried != null || silentTooLong;
  }

  String words(String primary, Moment now) {
    String heard =
        aliveAt == null
            ? node + " has not heard " + primary
            : node + " heard " + primary + " " + Words.ago(aliveAt.age(now));
    if (tried != null) {
      return heard + ", and a new connection from its host " + outcome(tried);
    }
    return silentTooLong ? heard + ", longer than an idle primary is silent" : heard;
  }

  private static String outcome(Reached tried) {
    return switch (tried) {
      case ACCEPTS, REJECTS -> "is answered";
      case CONNECTS -> "is taken and not answered";
      case REFUSED -> "is refused";
      case NOTHING -> "comes to nothing";
    };
  }

  /**
   * Hears a standby.
   *
   * @param primary the node that the service does not reach
   * @return empty when it is none: it does not answer, is no standby, or of another system
   */
  static Optional<Witness> of(
      NodeSnapshot standby, NodeConfig primary, String system, Moment lostSince, Moment now) {
    Part<NodeReading> reading = standby.reading();
    if (reading == null || !standby.answers() || !isStandby(reading.value(), system)) {
      return Optional.empty();
    }
    Moment message = messageAt(reading, primary);
    Tried tried = tried(standby.host(), primary.name());
    Moment alive = tried != null && tried.reached().alive() ? later(message, tried.at()) : message;
    boolean failed =
        tried != null
            && !tried.reached().alive()
            && !earlier(tried.at(), lostSince)
            && (alive == null || earlier(alive, tried.at()));
    return Optional.of(
        new Witness(
            standby.node(),
            alive,
            failed ? tried.reached() : null,
            alive != null && alive.equals(message) && tooLong(reading.value(), alive, now)));
  }

  private static boolean isStandby(NodeReading reading, String system) {
    return !reading.primary() && reading.state().systemIdentifier().equals(system);
  }

  /** When its receiver last heard the primary; null when it receives from another or nothing. */
  private static @Nullable Moment messageAt(Part<NodeReading> reading, NodeConfig primary) {
    String upstream = reading.value().upstream();
    Optional<ReceiverState> receiver = reading.value().receiver();
    if (receiver.isEmpty()
        || receiver.get().lastMessageMillis().isEmpty()
        || !(upstream.isEmpty() || upstream.equals(primary.host()))) {
      return null;
    }
    return before(
        reading.asked(), Duration.ofMillis(receiver.get().lastMessageMillis().getAsLong()));
  }

  private record Tried(Reached reached, Moment at) {}

  private static @Nullable Tried tried(@Nullable Part<HostReading> host, String primary) {
    Reached reached = host == null ? null : host.value().peers().get(primary);
    return reached == null ? null : new Tried(reached, host.asked());
  }

  /** An idle primary is asked for a sign of life after half of the receiver's timeout. */
  private static boolean tooLong(NodeReading reading, Moment alive, Moment now) {
    Optional<Duration> timeout = PgTime.parse(reading.settings().get("wal_receiver_timeout"));
    return timeout
        .filter(time -> !time.isZero())
        .map(time -> time.multipliedBy(PER_CENT / 2 + 10).dividedBy(PER_CENT))
        .filter(limit -> alive.age(now).compareTo(limit) >= 0)
        .isPresent();
  }

  static boolean earlier(Moment one, Moment other) {
    return one.nanos() - other.nanos() < 0;
  }

  static Moment later(@Nullable Moment one, Moment other) {
    return one == null || earlier(one, other) ? other : one;
  }

  private static Moment before(Moment at, Duration age) {
    return new Moment(at.nanos() - age.toNanos(), at.instant().minus(age));
  }
}
