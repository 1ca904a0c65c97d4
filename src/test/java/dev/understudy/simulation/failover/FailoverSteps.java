package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.Candidate;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.NodeState;
import dev.understudy.wal.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the steps of the workflow failover do, by their rules. */
final class FailoverSteps {
  private FailoverSteps() {}

  static void add(Steps steps) {
    steps.kept("failover.claim", t -> t.store.change(t.run()).isPresent(), FailoverSteps::claim);
    steps.kept("failover.fence", t -> !t.change().proof.isEmpty(), Fencing::fence);
    steps.kept(
        "failover.candidate", t -> !t.change().candidate.isEmpty(), FailoverSteps::candidate);
    steps.kept("failover.salvage", t -> t.change().salvage != null, FailoverSteps::salvage);
    steps.forGood("failover.promote", t -> t.change().ended, FailoverSteps::promote);
    steps.kept("failover.told", t -> t.change().told, t -> t.change().told = true);
  }

  private static void claim(Turn turn) {
    MemoryStore store = turn.store;
    int timeline = turn.input("timeline").isEmpty() ? 0 : Integer.parseInt(turn.input("timeline"));
    long position =
        turn.input("position").isEmpty() ? -1 : Lsn.parse(turn.input("position")).bytes();
    MemoryStore.Change change =
        new MemoryStore.Change(
            turn.run(), store.epoch, store.primary, timeline, position, turn.service.instant());
    requireSomebody(turn, change);
    turn.requireOurs();
    store.changes.add(change);
  }

  private static String requireSomebody(Turn turn, MemoryStore.Change change) {
    List<SimNode> others =
        turn.world.nodes.stream().filter(node -> !node.name.equals(change.old)).toList();
    List<Wire.Pending<NodeState>> asked = others.stream().map(turn::state).toList();
    turn.all(asked);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      NodeState state = asked.get(i).good() ? asked.get(i).get() : null;
      if (state != null && !state.inRecovery()) {
        throw Turn.precondition(others.get(i).name + " takes writes already");
      }
      candidates.add(new Candidate(others.get(i).name, 100, state, false));
    }
    LastPrimary last =
        new LastPrimary(MemoryStore.SYSTEM, change.timeline, MemoryStore.lsn(change.position));
    boolean any = turn.world.setup.broken(Mutant.ACCEPTS_ANY_LAG);
    CandidateChoice choice =
        CandidateChoice.of(
            last,
            candidates,
            any
                ? OptionalLong.empty()
                : OptionalLong.of(turn.world.setup.config().failover().maxLag()));
    return choice
        .node()
        .orElseThrow(() -> Turn.precondition("no standby may take over: " + choice.refused()));
  }

  private static void candidate(Turn turn) {
    MemoryStore.Change change = turn.change();
    String node = requireSomebody(turn, change);
    if (!turn.world.setup.broken(Mutant.LOOKS_FOR_NO_OTHER_CANDIDATE)) {
      requireNobodyElse(turn, change, node);
    }
    turn.requireOurs();
    change.candidate = node;
  }

  /** An earlier one of the same epoch may have told another node to be the primary. */
  private static void requireNobodyElse(Turn turn, MemoryStore.Change change, String node) {
    for (MemoryStore.Change other : turn.store.changes) {
      if (other.epoch == change.epoch && other.asked && !other.candidate.equals(node)) {
        Wire.Pending<NodeState> state = turn.state(turn.world.node(other.candidate));
        turn.all(List.of(state));
        if (!state.good() || !state.get().inRecovery()) {
          throw Turn.precondition(other.candidate + " may be the primary of an earlier failover");
        }
      }
    }
  }

  private static void salvage(Turn turn) {
    MemoryStore.Change change = turn.change();
    SimNode old = turn.world.node(change.old);
    SimNode candidate = turn.world.node(change.candidate);
    String done = "none";
    if (change.sshAnswered) {
      try {
        done = bring(turn, old, candidate);
      } catch (UnderstudyException e) {
        boolean again = turn.attempt() == 1 && change.proof.equals("ssh");
        if (e.errorClass() == ErrorClass.FENCED || again) {
          throw e;
        }
      }
    }
    turn.requireOurs();
    change.salvage = done;
  }

  /** What the old primary's disk has beyond the candidate. */
  private record Rescued(Line line, long lsn, boolean runs) {}

  private static String bring(Turn turn, SimNode old, SimNode candidate) {
    Rescued found =
        turn.get(
            turn.service.wire.<Rescued>ssh(
                old,
                Turn.LIMIT,
                (there, answer) ->
                    answer.say(
                        new Rescued(there.line, there.lsn, there.server != SimNode.Server.DOWN))));
    if (found.runs()) {
      return "none";
    }
    turn.sleep(turn.world.between(50, 400));
    return turn.get(
        turn.service.wire.<String>change(
            candidate,
            Turn.LIMIT,
            turn.fence(),
            50,
            (there, answer) -> {
              if (there.server == SimNode.Server.STANDBY
                  && there.line == found.line()
                  && there.lsn < found.lsn()) {
                there.lsn = found.lsn();
                answer.say("up to " + found.lsn());
              } else {
                answer.say("none");
              }
            }));
  }

  private static void promote(Turn turn) {
    MemoryStore.Change change = turn.change();
    if (change.proof.isEmpty()) {
      throw Turn.precondition("nothing stored proves that it takes no writes");
    }
    SimNode target = turn.world.node(change.candidate);
    if (turn.store.primary.equals(target.name) && turn.store.epoch == change.epoch + 1) {
      change.ended = true;
      return;
    }
    Promoting.requireEpoch(turn, change.epoch);
    turn.requireOurs();
    change.asked = true;
    boolean careless = turn.world.setup.broken(Mutant.LETS_STANDBYS_VOUCH);
    Promoting.promote(turn, target, change, change.proof.equals("lease") && !careless);
    Promoting.register(turn, target, change.timeline, change.epoch);
    turn.requireOurs();
    change.ended = true;
  }
}
