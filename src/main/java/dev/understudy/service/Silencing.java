package dev.understudy.service;

import dev.understudy.api.SilenceOrder;
import dev.understudy.api.SilenceView;
import dev.understudy.audit.FindingKey;
import dev.understudy.audit.Findings;
import dev.understudy.audit.Silence;
import dev.understudy.audit.Silence.Kind;
import dev.understudy.audit.Silences;
import dev.understudy.audit.StoredFinding;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.CheckId;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets people say that findings are not to be told. */
final class Silencing {
  private final Configuration configuration;
  private final Findings findings;
  private final Silences silences;
  private final Clock clock;

  Silencing(Configuration configuration, Store store, Clock clock) {
    this.configuration = configuration;
    this.findings = new Findings(store);
    this.silences = new Silences(store);
    this.clock = clock;
  }

  /**
   * @param who gives the order
   */
  List<SilenceView> order(SilenceOrder order, String who) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (!order.until().isAfter(now)) {
      throw usage(order.until().toString(), "that is over already", "name a later end");
    }
    if (order.reason().isBlank()) {
      throw usage(order.cluster(), "there is no reason", "say why, for those who come later");
    }
    return silences(order, order.owner().orElse(who), now).stream()
        .map(silences::put)
        .map(Silencing::view)
        .toList();
  }

  private List<Silence> silences(SilenceOrder order, String owner, Instant now) {
    if (order instanceof SilenceOrder.Acknowledge wanted) {
      requireKnown(order.cluster(), Optional.of(wanted.check()), wanted.node());
      return acknowledged(wanted, owner, now);
    }
    if (order instanceof SilenceOrder.Silence wanted) {
      requireKnown(order.cluster(), wanted.check(), wanted.node());
      FindingKey key = new FindingKey(wanted.check().orElse(""), wanted.node().orElse(""));
      return List.of(silence(Kind.SILENCE, order, key, null, owner, now));
    }
    SilenceOrder.Maintenance wanted = (SilenceOrder.Maintenance) order;
    requireKnown(order.cluster(), Optional.empty(), wanted.node());
    FindingKey key = new FindingKey("", wanted.node().orElse(""));
    return List.of(silence(Kind.MAINTENANCE, order, key, null, owner, now));
  }

  private List<Silence> acknowledged(SilenceOrder.Acknowledge wanted, String owner, Instant now) {
    List<StoredFinding> open =
        findings.list(false).stream()
            .filter(finding -> finding.cluster().equals(wanted.cluster()))
            .filter(finding -> finding.key().check().equals(wanted.check()))
            .filter(finding -> wanted.node().map(finding.key().node()::equals).orElse(true))
            .toList();
    if (open.isEmpty()) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION,
          wanted.cluster() + " " + wanted.check(),
          "there is no such finding open",
          "see understudy findings "
              + wanted.cluster()
              + "; to keep quiet what is still to come: silence",
          null);
    }
    return open.stream()
        .map(
            finding ->
                silence(Kind.ACKNOWLEDGEMENT, wanted, finding.key(), finding.id(), owner, now))
        .toList();
  }

  private static Silence silence(
      Kind kind,
      SilenceOrder order,
      FindingKey key,
      @Nullable Long finding,
      String owner,
      Instant now) {
    return new Silence(
        0,
        kind,
        order.cluster(),
        key.check(),
        key.node(),
        finding,
        owner,
        order.reason(),
        now,
        order.until().truncatedTo(ChronoUnit.MILLIS),
        null);
  }

  private void requireKnown(String cluster, Optional<String> check, Optional<String> node) {
    ClusterConfig config = configuration.clusters().get(cluster);
    if (config == null) {
      throw usage(
          cluster,
          "there is no such cluster",
          "name one of: " + String.join(", ", configuration.clusters().keySet()));
    }
    if (check.isPresent() && CheckId.of(check.get()).isEmpty()) {
      throw usage(
          check.get(),
          "there is no such check",
          "name one of: " + String.join(", ", CheckId.ids()));
    }
    if (node.isPresent() && !config.nodes().containsKey(node.get())) {
      throw usage(
          node.get(),
          "the cluster has no such node",
          "name one of: " + String.join(", ", config.nodes().keySet()));
    }
  }

  List<SilenceView> list(Optional<String> cluster, boolean all) {
    Instant now = clock.instant();
    return silences.list().stream()
        .filter(silence -> cluster.isEmpty() || silence.cluster().equals(cluster.get()))
        .filter(silence -> all || silence.holds(now))
        .map(Silencing::view)
        .toList();
  }

  SilenceView end(long id, String who) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<Silence> before = silences.find(id).filter(silence -> silence.holds(now));
    if (before.isEmpty()) {
      throw usage("silence " + id, "there is none of that number now", "see understudy silences");
    }
    silences.end(id, now, who);
    return view(silences.find(id).orElseThrow());
  }

  private static UnderstudyException usage(String subject, String wrong, String remedy) {
    return new UnderstudyException(ErrorClass.USAGE, subject, wrong, remedy, null);
  }

  static SilenceView view(Silence silence) {
    return new SilenceView(
        silence.id(),
        silence.kind().label(),
        silence.cluster(),
        silence.check().isEmpty() ? null : silence.check(),
        silence.node().isEmpty() ? null : silence.node(),
        silence.finding(),
        silence.owner(),
        silence.reason(),
        silence.from(),
        silence.until(),
        silence.ended());
  }
}
