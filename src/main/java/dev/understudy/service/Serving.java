package dev.understudy.service;

import dev.understudy.config.Configuration;
import dev.understudy.timetable.Entries;
import java.time.Clock;

/** What a service does beside carrying out runs; each part stands on those before it. */
record Serving(
    Renewing renewing, Watching watching, Observing observing, Audits audits, Telling telling)
    implements AutoCloseable {

  /**
   * Begins with all of it; no host is waited for.
   *
   * @param session with an engine
   */
  static Serving start(Configuration configuration, Session session, Clock clock) {
    Renewing renewing = Renewing.start(configuration, session, clock);
    Watching watching = Watching.start(configuration, clock);
    EngineFailover starter = new EngineFailover(session.signals());
    Observing observing = Observing.start(configuration, session, watching.watch(), starter, clock);
    Audits audits = Audits.of(configuration, session, clock, watching::settled);
    session.keepTimetable(Entries.of(configuration), clock, audits::begin);
    audits.makeUp();
    Telling telling = Telling.start(session.store(), configuration, clock);
    return new Serving(renewing, watching, observing, audits, telling);
  }

  @Override
  public void close() {
    telling.close();
    observing.close();
    audits.close();
    renewing.close();
    watching.close();
  }
}
