package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;

/** What the steps of the workflow rejoin do, by their rules. */
final class RejoinSteps {
  private RejoinSteps() {}

  static void add(Steps steps) {
    steps.kept("rejoin.fence", RejoinSteps::fenced, RejoinSteps::fence);
    steps.kept("rejoin.save", RejoinSteps::saved, RejoinSteps::save);
    steps.forGood("rejoin.rewind", turn -> look(turn).shared(), RejoinSteps::rewind);
    steps.kept("rejoin.set-aside", turn -> !look(turn).rewinding(), turn -> {});
    steps.kept("standby.base-backup", turn -> look(turn).shared(), RejoinSteps::copy);
  }

  /**
   * What the old primary's host says.
   *
   * @param shared whether it has nothing that the primary lacks
   */
  private record Seen(
      boolean runs, boolean follows, boolean blocked, boolean rewinding, boolean shared) {}

  private static Seen look(Turn turn) {
    SimNode primary = turn.world.node(turn.store.primary);
    return turn.get(
        turn.service.wire.<Seen>ssh(
            turn.node(),
            Turn.LIMIT,
            (there, answer) ->
                answer.say(
                    new Seen(
                        there.server != SimNode.Server.DOWN,
                        there.receiver.streams() && there.upstream == primary.id,
                        there.disabled,
                        there.rewinding,
                        primary.line.follows(there.line, there.lsn)))));
  }

  private static boolean fenced(Turn turn) {
    Seen seen = look(turn);
    return seen.follows() || seen.rewinding() || (!seen.runs() && seen.blocked());
  }

  private static void fence(Turn turn) {
    Wire.Pending<String> ssh = Fencing.bySsh(turn, turn.node());
    turn.await(ssh::done, turn.world.now() + 60_000);
    if (!ssh.good()) {
      throw Turn.precondition(turn.nodeName() + " could not be kept from taking writes");
    }
  }

  private static boolean saved(Turn turn) {
    Seen seen = look(turn);
    return seen.runs()
        || seen.shared()
        || seen.rewinding()
        || turn.world.setup.broken(Mutant.REWINDS_WITHOUT_SAVING)
        || turn.world.referee.isReported(turn.node());
  }

  private static void save(Turn turn) {
    turn.get(
        turn.service.wire.<String>change(
            turn.node(),
            60_000,
            turn.fence(),
            100,
            (there, answer) -> {
              there.world.referee.reported(there, there.line, there.lsn);
              answer.say("kept");
            }));
  }

  /** Either rewound in place, or, where that breaks off, copied anew by the steps behind. */
  private static void rewind(Turn turn) {
    become(turn, turn.world.between(300, 3000), turn.world.chance(80));
  }

  private static void copy(Turn turn) {
    become(turn, turn.world.between(1000, 8000), true);
  }

  private static void become(Turn turn, long takes, boolean works) {
    SimNode node = turn.node();
    SimNode primary = turn.world.node(turn.store.primary);
    turn.get(
        turn.service.wire.<String>change(
            node,
            30_000,
            turn.fence(),
            20,
            (there, answer) -> {
              if (there.server != SimNode.Server.DOWN) {
                answer.refuse(ErrorClass.REMOTE_EXIT, "a server runs in its directory");
                return;
              }
              there.rewinding = true;
              there.later(takes, () -> end(there, primary, works, answer));
            }));
  }

  private static void end(
      SimNode there, SimNode primary, boolean works, Wire.Answer<String> answer) {
    if (!there.world.net.both(there.id, primary.id) || !primary.serves() || primary.frozen()) {
      answer.refuse(ErrorClass.REMOTE_EXIT, "it does not reach the primary");
      return;
    }
    if (works) {
      there.world.referee.overwritten(there, primary.line.shared(there.line));
      there.line = primary.line;
      there.lsn = primary.lsn;
      there.rewinding = false;
      there.clean = true;
      there.marker = true;
    }
    answer.say("ended");
  }
}
