package dev.understudy.failover;

import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotState;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.time.Duration;
import java.util.Optional;

/** What is the matter with one standby of a primary that answers. */
final class StandbyCheck {
  private final NodeSnapshot standby;
  private final NodeReading primary;
  private final Circumstances known;
  private final Moment now;

  StandbyCheck(NodeSnapshot standby, NodeReading primary, Circumstances known, Moment now) {
    this.standby = standby;
    this.primary = primary;
    this.known = known;
    this.now = now;
  }

  Optional<Finding> find() {
    if (slotLost(standby.node(), primary)) {
      return Optional.of(
          Finding.of(
              Code.STANDBY_LOST,
              "The primary has removed WAL that " + standby.node() + " needs: copy it anew."));
    }
    if (!standby.answers()) {
      return silent();
    }
    NodeState state = standby.lastReading().orElseThrow().state();
    return diverged(state).or(this::stalled);
  }

  private Optional<Finding> silent() {
    Moment since = standby.troubledSince();
    return since != null && lasts(since)
        ? Optional.of(
            Finding.of(
                Code.STANDBY_LOST,
                "%s has not answered for %s: %s."
                    .formatted(
                        standby.node(), Words.time(since.age(now)), standby.trouble().value())))
        : Optional.empty();
  }

  private Optional<Finding> diverged(NodeState state) {
    boolean foreign = !state.systemIdentifier().equals(primary.state().systemIdentifier());
    boolean other = state.inRecovery() && state.timeline() > primary.state().timeline();
    return foreign || other || (stuck() && beyond(state))
        ? Optional.of(
            Finding.of(
                Code.STANDBY_DIVERGED,
                "%s has a history that the primary does not have (timeline %d, %s)."
                    .formatted(standby.node(), state.timeline(), state.received())))
        : Optional.empty();
  }

  /** It waits for WAL that lies beyond what the primary has written. */
  private boolean beyond(NodeState state) {
    return !state.received().isEmpty()
        && !primary.state().lsn().isEmpty()
        && Lsn.parse(state.received()).compareTo(Lsn.parse(primary.state().lsn())) > 0;
  }

  private Optional<Finding> stalled() {
    return stuck()
        ? Optional.of(
            Finding.of(
                Code.STANDBY_STALLED,
                "%s has received nothing for %s, although it is behind or does not stream."
                    .formatted(
                        standby.node(),
                        Words.time(known.stuckSince().get(standby.node()).age(now)))))
        : Optional.empty();
  }

  private boolean stuck() {
    Moment since = known.stuckSince().get(standby.node());
    return since != null && lasts(since);
  }

  private boolean lasts(Moment since) {
    Duration wanted = known.config().failover().unreachableFor();
    return since.age(now).compareTo(wanted) >= 0;
  }

  static boolean slotLost(String standby, NodeReading primary) {
    String slot = SlotName.of(standby);
    return primary.slots().stream().filter(s -> s.name().equals(slot)).anyMatch(SlotState::lost);
  }
}
