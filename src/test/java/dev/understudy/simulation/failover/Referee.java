package dev.understudy.simulation.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what happens, and sees what must never happen. */
final class Referee {
  /** How long a kill takes at most. */
  private static final long KILL = 300;

  private final Setup setup;
  private final Agenda agenda;
  private final boolean tells;
  private final List<String> log = new ArrayList<>();
  private final List<Promotion> promotions = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();
  private Optional<String> violation = Optional.empty();
  int failovers;

  /** One that was carried out on a proof; the parent's line is not to be acknowledged on. */
  private record Promotion(
      long at, SimNode node, Line old, long fork, String proof, long epoch, String replaced) {}

  /** What only one node had, as a person is told. */
  private record Report(Line line, long until) {}

  Referee(Setup setup, Agenda agenda, boolean tells) {
    this.setup = setup;
    this.agenda = agenda;
    this.tells = tells;
  }

  void say(String text) {
    if (tells) {
      log.add("%7.3f %s".formatted(agenda.now() / 1000.0, text));
    }
  }

  List<String> log() {
    return log;
  }

  Optional<String> violation() {
    return violation;
  }

  void violated(String what) {
    if (violation.isEmpty()) {
      say("VIOLATION " + what);
      violation = Optional.of(what);
      agenda.end();
    }
  }

  /** A client was told that its row is safe. */
  void acknowledged(SimNode node) {
    for (Promotion one : promotions) {
      if (one.node() != node && onto(one, node) && !excused(one, node)) {
        violated(
            "%s acknowledged on timeline %d, %d ms after the promotion of %s on the proof %s"
                .formatted(
                    node.name,
                    node.line.number(),
                    agenda.now() - one.at(),
                    one.node().name,
                    one.proof()));
      }
    }
  }

  private static boolean onto(Promotion one, SimNode node) {
    return node.line == one.old() && node.lsn > one.fork();
  }

  /** A lease can't end while its host's processes, or its clock, stand still. */
  private boolean excused(Promotion one, SimNode node) {
    if (!one.proof().startsWith("lease") || node.thawedAt < 0) {
      return false;
    }
    long since = agenda.now() - node.thawedAt;
    long allowed = setup.check() + KILL + (node.thawedFromPause ? setup.lease() : 0);
    return since <= allowed;
  }

  /**
   * A node becomes the primary.
   *
   * @param lastKnown where the old primary was when it was seen last; -1: not known
   */
  void promoted(SimNode node, MemoryStore.Change change, long lastKnown) {
    say(node.name + " is promoted at " + node.lsn + " on the proof " + change.proof);
    failovers++;
    for (Promotion other : promotions) {
      if (other.epoch() == change.epoch && other.node() != node) {
        violated(
            node.name
                + " and "
                + other.node().name
                + " were both promoted in epoch "
                + change.epoch);
      }
    }
    long bound = setup.config().failover().maxLag();
    if (lastKnown >= 0 && lastKnown - node.lsn > bound) {
      violated(
          "%s lacks %d bytes of what the primary was known to have, and max_lag is %d"
              .formatted(node.name, lastKnown - node.lsn, bound));
    }
    promotions.add(
        new Promotion(
            agenda.now(), node, node.line, node.lsn, change.proof, change.epoch, change.old));
  }

  void reported(SimNode node, Line line, long until) {
    say(node.name + " had alone, and keeps: up to " + until + " of timeline " + line.number());
    reports.add(new Report(line, until));
  }

  boolean isReported(SimNode node) {
    return reports.stream().anyMatch(r -> r.line() == node.line && r.until() >= node.lsn);
  }

  /** What a node had alone is about to be gone from its directory. */
  void overwritten(SimNode node, long shared) {
    if (node.lsn > shared && !isReported(node)) {
      violated("what only " + node.name + " had is overwritten, and nobody was told");
    }
  }
}
