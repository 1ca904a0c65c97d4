package dev.understudy.service;

import dev.understudy.config.Configuration;
import dev.understudy.config.LiveConfiguration;
import dev.understudy.store.LagSamples;
import dev.understudy.store.OldRuns;
import dev.understudy.timetable.Entries;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a service does beside carrying out runs; each part stands on those before it. */
final class Serving implements AutoCloseable {
  /** Longer than anything waits for the store's writer. */
  private static final Duration STUCK = Duration.ofSeconds(45);

  private final LiveConfiguration configuration;
  private final Session session;
  private final Clock clock;
  private final Renewing renewing;
  private final Watching watching;
  private final Observing observing;
  private final Audits audits;
  private final StoreBackups storeBackups;
  private final Sampling sampling;
  private final Forgetting forgetting;
  private Telling telling;

  private Serving(LiveConfiguration configuration, Session session, Clock clock) {
    this.configuration = configuration;
    this.session = session;
    this.clock = clock;
    this.renewing = Renewing.start(configuration, session, clock);
    this.watching = Watching.start(configuration, clock, session.tally());
    EngineFailover starter = new EngineFailover(session.signals());
    this.observing = Observing.start(configuration, session, watching.watch(), starter, clock);
    this.sampling =
        Sampling.start(configuration, new LagSamples(session.store()), watching.watch(), clock);
    this.forgetting = Forgetting.start(configuration, new OldRuns(session.store()), clock);
    this.audits = Audits.of(configuration, session, clock, watching::settled);
    session.keepTimetable(Entries.of(configuration.get()), clock, audits::begin);
    audits.makeUp();
    this.storeBackups = StoreBackups.start(configuration, session.store().owner(), clock);
    this.telling = Telling.start(session.store(), configuration.get(), clock);
  }

  /**
   * Begins with all of it; no host is waited for.
   *
   * @param session with an engine
   */
  static Serving start(LiveConfiguration configuration, Session session, Clock clock) {
    return new Serving(configuration, session, clock);
  }

  /** Goes on with another configuration. What it says the same of goes on undisturbed. */
  synchronized void follow(Configuration next) {
    Configuration before = configuration.get();
    renewing.letGo(before, next);
    configuration.set(next);
    renewing.follow(next);
    watching.follow(before, next);
    session.followTimetable(Entries.of(next));
    telling.close();
    telling = Telling.start(session.store(), next, clock);
  }

  /** Each of the loops comes round in seconds, unless the store is not to be had. */
  synchronized Optional<String> stuck() {
    return Stream.of(
            Map.entry("the beat of the watching", watching.watch().sincePulse()),
            Map.entry("the engine's round", session.sinceRound()),
            Map.entry("reading what is to be told", telling.sinceLook()))
        .filter(loop -> loop.getValue().compareTo(STUCK) > 0)
        .map(
            loop -> loop.getKey() + " has not come round for " + loop.getValue().toSeconds() + " s")
        .findFirst();
  }

  Watching watching() {
    return watching;
  }

  Observing observing() {
    return observing;
  }

  @Override
  public synchronized void close() {
    telling.close();
    storeBackups.close();
    forgetting.close();
    sampling.close();
    observing.close();
    audits.close();
    renewing.close();
    watching.close();
  }
}
