package dev.understudy.postgres;

import dev.understudy.wal.Lsn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which standby takes over: the one with most WAL on the primary's timeline, then the one of higher
 * priority, then the first by name.
 *
 * @param node empty when none may
 * @param behind bytes that it lacks of the primary's last known position; empty when nobody is
 *     chosen or the position is not known
 * @param refused why each of the others that may not was passed over, by name
 */
public record CandidateChoice(
    Optional<String> node, OptionalLong behind, Map<String, String> refused) {

  /**
   * Decides.
   *
   * @param maxLag bytes that it may lack of the primary's last known position; empty: any number,
   *     and the position need not be known
   */
  public static CandidateChoice of(
      LastPrimary primary, List<Candidate> standbys, OptionalLong maxLag) {
    Map<String, String> refused = new LinkedHashMap<>();
    List<Candidate> able = new ArrayList<>();
    for (Candidate standby : standbys) {
      Optional<String> objection = objection(primary, standby, maxLag);
      objection.ifPresentOrElse(
          reason -> refused.put(standby.node(), reason), () -> able.add(standby));
    }
    Optional<Candidate> best = able.stream().min(order());
    return new CandidateChoice(
        best.map(Candidate::node), best.map(b -> behind(primary, b)).orElse(unknown()), refused);
  }

  /**
   * As {@link #of} where every acknowledged commit is on one of some standbys at least: only the
   * one of them that has the most WAL has certainly all, however far behind it is.
   */
  public static CandidateChoice ofConfirmers(
      LastPrimary primary, List<Candidate> standbys, List<String> confirmers) {
    Lsn most =
        standbys.stream()
            .filter(standby -> confirmers.contains(standby.node()))
            .flatMap(standby -> standby.received().stream())
            .max(Comparator.naturalOrder())
            .orElse(Lsn.NONE);
    Map<String, String> refused = new LinkedHashMap<>();
    List<Candidate> able = new ArrayList<>();
    for (Candidate standby : standbys) {
      if (!confirmers.contains(standby.node())) {
        refused.put(standby.node(), "commits do not wait for it");
      } else if (standby.state() != null
          && standby.received().orElse(Lsn.NONE).compareTo(most) < 0) {
        refused.put(standby.node(), "another one has more, which may have been acknowledged");
      } else {
        able.add(standby);
      }
    }
    CandidateChoice choice = of(primary, able, OptionalLong.empty());
    refused.putAll(choice.refused());
    return new CandidateChoice(choice.node(), choice.behind(), refused);
  }

  private static Comparator<Candidate> order() {
    Comparator<Candidate> mostWal =
        Comparator.comparing(candidate -> candidate.received().orElse(Lsn.NONE));
    return mostWal
        .reversed()
        .thenComparing(Comparator.comparingInt(Candidate::priority).reversed())
        .thenComparing(Candidate::node);
  }

  private static Optional<String> objection(
      LastPrimary primary, Candidate standby, OptionalLong maxLag) {
    NodeState state = standby.state();
    if (standby.priority() == 0) {
      return Optional.of("its priority is 0");
    }
    if (state == null) {
      return Optional.of("it does not answer");
    }
    if (!state.systemIdentifier().equals(primary.systemIdentifier())) {
      return Optional.of("it belongs to another system, " + state.systemIdentifier());
    }
    if (!state.inRecovery()) {
      return Optional.of("it is no standby: it accepts writes");
    }
    if (primary.timeline() != 0 && state.timeline() != primary.timeline()) {
      return Optional.of(
          "it diverged: it is on timeline %d, and the primary's is %d"
              .formatted(state.timeline(), primary.timeline()));
    }
    return restingObjection(standby, state).or(() -> lagObjection(primary, standby, maxLag));
  }

  private static Optional<String> restingObjection(Candidate standby, NodeState state) {
    if (standby.slotLost()) {
      return Optional.of("it is lost: the primary has removed WAL that it needs");
    }
    if (state.paused()) {
      return Optional.of("its replay is paused");
    }
    return standby.received().isEmpty() ? Optional.of("it has received no WAL") : Optional.empty();
  }

  private static Optional<String> lagObjection(
      LastPrimary primary, Candidate standby, OptionalLong maxLag) {
    if (maxLag.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong behind = behind(primary, standby);
    if (behind.isEmpty() || primary.timeline() == 0) {
      return Optional.of("how far it is behind is not known: neither is the primary's position");
    }
    return behind.getAsLong() > maxLag.getAsLong()
        ? Optional.of(
            "it is %d bytes behind the primary's last known position, and max_lag is %d"
                .formatted(behind.getAsLong(), maxLag.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong behind(LastPrimary primary, Candidate standby) {
    return primary.written().isPresent() && standby.received().isPresent()
        ? OptionalLong.of(Math.max(0, primary.written().get().minus(standby.received().get())))
        : unknown();
  }

  private static OptionalLong unknown() {
    return OptionalLong.empty();
  }
}
