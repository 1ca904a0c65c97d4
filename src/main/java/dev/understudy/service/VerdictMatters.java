package dev.understudy.service;

import dev.understudy.common.Severity;
import dev.understudy.config.ClusterConfig;
import dev.understudy.failover.Action;
import dev.understudy.failover.RecordedVerdict;
import dev.understudy.failover.Verdict;
import dev.understudy.failover.Verdicts;
import dev.understudy.outbox.Notification;
import java.time.Instant;
import java.util.Optional;

/** What a person should know of the verdicts on a cluster. */
final class VerdictMatters {
  private final ClusterConfig cluster;
  private final Verdicts verdicts;

  VerdictMatters(ClusterConfig cluster, Verdicts verdicts) {
    this.cluster = cluster;
    this.verdicts = verdicts;
  }

  /** The verdict that holds, where it is more than waiting. */
  Optional<Notification> verdict(Instant now) {
    return verdicts
        .at(cluster.name(), now)
        .filter(recorded -> severity(recorded.verdict()) != Severity.OK)
        .map(this::notification);
  }

  private Notification notification(RecordedVerdict recorded) {
    Verdict verdict = recorded.verdict();
    String why =
        verdict.obstacles().isEmpty()
            ? ""
            : "; no failover by itself: " + String.join("; ", verdict.obstacles());
    return new Notification(
        cluster.name(),
        "verdict",
        severity(verdict),
        verdict.code().label() + ": " + verdict.sentence() + why,
        "see understudy explain " + cluster.name(),
        recorded.at());
  }

  private static Severity severity(Verdict verdict) {
    return switch (verdict.code()) {
      case STANDBY_LOST,
          STANDBY_STALLED,
          STANDBY_DIVERGED,
          LOGIN_REFUSED,
          TOO_MANY_CONNECTIONS,
          DOOR_CLOSED,
          UNREACHABLE_BUT_REPLICATING,
          OBSERVER_ISOLATED ->
          Severity.WARNING;
      default ->
          verdict.action() == Action.NOTHING || verdict.action() == Action.WAIT
              ? Severity.OK
              : Severity.CRITICAL;
    };
  }

  /** That a failover was started without a person, until one says to have taken note. */
  Optional<Notification> failedOver(Instant now) {
    return verdicts.starts(cluster.name()).stream()
        .findFirst()
        .filter(recorded -> recorded.start().filter(start -> stands(start, now)).isPresent())
        .map(
            recorded ->
                new Notification(
                    cluster.name(),
                    "automatic-failover",
                    Severity.WARNING,
                    "a failover from "
                        + recorded.verdict().primary()
                        + " was started, since "
                        + recorded.verdict().sentence(),
                    "see understudy explain " + cluster.name(),
                    recorded.at()));
  }

  private boolean stands(RecordedVerdict.Start start, Instant now) {
    return start.run().isPresent()
        && !start.acknowledged()
        && now.isBefore(start.at().plus(cluster.failover().quietPeriod()));
  }
}
