package dev.understudy.service;

import dev.understudy.audit.Auditor;
import dev.understudy.audit.Findings;
import dev.understudy.audit.ScheduledAudits;
import dev.understudy.audit.Snapshots;
import dev.understudy.config.CheckId;
import dev.understudy.config.Configuration;
import dev.understudy.timetable.Deed;
import dev.understudy.timetable.Entries;
import dev.understudy.timetable.Entry;
import dev.understudy.timetable.Fire;
import dev.understudy.timetable.Schedules;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The scheduled audits of a serving process. */
final class Audits implements AutoCloseable {
  private final Supplier<Configuration> configuration;
  private final Schedules schedules;
  private final Findings findings;
  private final ScheduledAudits audits;

  private Audits(
      Supplier<Configuration> configuration,
      Schedules schedules,
      Findings findings,
      ScheduledAudits audits) {
    this.configuration = configuration;
    this.schedules = schedules;
    this.findings = findings;
    this.audits = audits;
  }

  static Audits of(
      Supplier<Configuration> configuration, Session session, Clock clock, Snapshots snapshots) {
    Auditor auditor = session.workshop().auditor(session.store(), clock, snapshots);
    Findings findings = new Findings(session.store());
    return new Audits(
        configuration,
        new Schedules(session.store(), clock),
        findings,
        ScheduledAudits.of(
            session.workshop().sites(),
            () -> auditor,
            findings,
            clock,
            text -> configuration.get().secrets().mask(text),
            () -> configuration.get().retention().findings()));
  }

  /** Begins the checks of an entry. */
  void begin(Entry entry) {
    if (entry.deed() instanceof Deed.Look look) {
      audits.begin(entry.cluster(), look.checks());
    }
  }

  /** Begins those that were fired by a process that died before it had carried them out. */
  void makeUp() {
    for (Schedules.Line line : schedules.list(Entries.of(configuration.get()))) {
      if (line.entry().deed() instanceof Deed.Look look
          && line.last().filter(fire -> lost(fire, line.entry(), look)).isPresent()) {
        begin(line.entry());
      }
    }
  }

  private boolean lost(Fire fire, Entry entry, Deed.Look look) {
    CheckId first = look.checks().iterator().next();
    Optional<Instant> done = findings.lastLook(entry.cluster(), first);
    return fire.outcome().equals("started")
        && done.filter(at -> !at.isBefore(fire.fired())).isEmpty();
  }

  @Override
  public void close() {
    audits.close();
  }
}
