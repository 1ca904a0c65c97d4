package dev.understudy.service;

import dev.understudy.api.Explanation;
import dev.understudy.api.Explanation.Fencing;
import dev.understudy.api.VerdictView;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.failover.Action;
import dev.understudy.failover.Circumstances;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.failover.Prospect;
import dev.understudy.failover.RecordedVerdict;
import dev.understudy.failover.RecordedVerdict.Start;
import dev.understudy.failover.Verdict;
import dev.understudy.failover.Verdicts;
import dev.understudy.watch.ClusterSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers why a failover happened or did not. */
final class Explaining {
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private final Configuration configuration;
  private final Session session;
  private final Verdicts verdicts;
  private final Clock clock;

  Explaining(Configuration configuration, Session session, Clock clock) {
    this.configuration = configuration;
    this.session = session;
    this.verdicts = new Verdicts(session.store());
    this.clock = clock;
  }

  /**
   * @param look the cluster as it is now; asked for when no other time is explained
   */
  Explanation explain(String cluster, Optional<Instant> at, Supplier<ClusterSnapshot> look) {
    ClusterConfig config = configuration.clusters().get(cluster);
    if (config == null) {
      throw new UnderstudyException(
          ErrorClass.USAGE, cluster, "the configuration has no such cluster", null, null);
    }
    Instant time = at.orElse(clock.instant());
    boolean watched = verdicts.watched(cluster, time);
    Optional<RecordedVerdict> held = verdicts.at(cluster, time);
    List<VerdictView> before =
        verdicts.between(cluster, time.minus(BEFORE), time).stream()
            .filter(one -> held.filter(last -> last.id() == one.id()).isEmpty())
            .map(Explaining::view)
            .toList();
    return new Explanation(
        cluster,
        time,
        watched,
        summary(held, watched),
        held.map(Explaining::view).orElse(null),
        before,
        at.isPresent() ? null : prospect(config, look.get(), time));
  }

  private static String summary(Optional<RecordedVerdict> held, boolean watched) {
    if (held.isEmpty()) {
      return watched ? "A service watches, and has said nothing yet." : NOBODY;
    }
    RecordedVerdict last = held.get();
    String what = happened(last);
    return watched ? what : NOBODY + " The last that was written down: " + what;
  }

  private static final String NOBODY =
      "No service watched the cluster then, so nothing was decided.";

  private static String happened(RecordedVerdict last) {
    Verdict verdict = last.verdict();
    Optional<Start> start = last.start();
    if (start.isPresent()) {
      return start.get().run().isPresent()
          ? "A failover was started, run " + start.get().run().get() + ": " + verdict.sentence()
          : "A failover was to be started, and was not: " + start.get().refused();
    }
    if (verdict.action() == Action.FAILOVER) {
      return "A failover was allowed and not started, because "
          + String.join("; ", verdict.obstacles())
          + ".";
    }
    return "No failover: " + verdict.sentence();
  }

  private Explanation.@Nullable Prospect prospect(
      ClusterConfig config, ClusterSnapshot snapshot, Instant now) {
    ObservedFacts facts =
        new ObservedFacts(session.store(), clock, () -> Surroundings.SEEN, new OwnHost());
    Circumstances known = facts.of(config, snapshot);
    Prospect found = Prospect.of(snapshot, known, now);
    return new Explanation.Prospect(
        found.summary(),
        found.choice().node().orElse(null),
        number(found.choice().behind()),
        found.choice().refused(),
        found.obstacles(),
        found.fencing().entrySet().stream()
            .map(entry -> new Fencing(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static VerdictView view(RecordedVerdict recorded) {
    return view(recorded.at(), recorded.verdict(), recorded.start());
  }

  static VerdictView view(Instant at, Verdict verdict, Optional<Start> start) {
    return new VerdictView(
        at,
        verdict.code().label(),
        verdict.action().label(),
        verdict.sentence(),
        verdict.evidence(),
        verdict.obstacles(),
        verdict.choice().node().orElse(null),
        number(verdict.choice().behind()),
        verdict.choice().refused(),
        start.map(Explaining::start).orElse(null));
  }

  private static VerdictView.Start start(Start start) {
    return new VerdictView.Start(
        start.at(),
        start.run().orElse(null),
        start.refused().isEmpty() ? null : start.refused(),
        start.acknowledged());
  }

  private static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
