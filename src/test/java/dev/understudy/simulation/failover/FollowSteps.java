package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.postgres.NodeState;
import dev.understudy.workflow.Targets;
import java.util.List;

/** Steps that several workflows have. */
final class FollowSteps {
  private FollowSteps() {}

  static void add(Steps steps) {
    steps.kept("cluster.owned", turn -> true, turn -> {});
    // Neither a cloud nor commits that wait for a standby are simulated, so there is nothing to do.
    steps.kept("cloud.address", turn -> true, turn -> {});
    steps.kept("cloud.start", turn -> true, turn -> {});
    steps.kept("failover.fence-later", turn -> true, turn -> {});
    steps.kept("cluster.record", turn -> true, turn -> {});
    steps.kept("replication.slot", turn -> true, turn -> {});
    steps.kept("postgres.checkpoint", turn -> true, turn -> {});
    steps.forGood("standby.follow", FollowSteps::follows, FollowSteps::follow);
    steps.kept("replication.streaming", FollowSteps::streams, FollowSteps::requireStreaming);
  }

  private static boolean needless(Turn turn) {
    String node = turn.nodeName();
    boolean replaced =
        turn.butOldPrimary()
            && turn.store.change(turn.run()).filter(c -> c.old.equals(node)).isPresent();
    return node.equals(Targets.SERVICE) || node.equals(turn.store.primary) || replaced;
  }

  /** What the node says of its files and its server. */
  private record Seen(boolean blocked, int conninfo, int upstream, SimNode.Server server) {}

  private static Seen look(Turn turn) {
    return turn.get(
        turn.service.wire.<Seen>ssh(
            turn.node(),
            Turn.LIMIT,
            (there, answer) ->
                answer.say(
                    new Seen(
                        there.disabled || !there.marker,
                        there.conninfo,
                        there.upstream,
                        there.server))));
  }

  private static boolean follows(Turn turn) {
    if (needless(turn)) {
      return true;
    }
    int primary = turn.world.node(turn.store.primary).id;
    Seen seen = look(turn);
    return !seen.blocked()
        && seen.conninfo() == primary
        && seen.upstream() == primary
        && seen.server() == SimNode.Server.STANDBY;
  }

  private static void follow(Turn turn) {
    if (needless(turn)) {
      return;
    }
    SimNode node = turn.node();
    if (look(turn).server() == SimNode.Server.PRIMARY) {
      throw Turn.precondition(node.name + " takes writes, although it is not the primary");
    }
    int primary = turn.world.node(turn.store.primary).id;
    turn.get(
        turn.service.wire.<String>change(
            node,
            30_000,
            turn.fence(),
            50,
            (there, answer) -> {
              if (there.rewinding) {
                answer.refuse(ErrorClass.PRECONDITION, "its directory is being rewound");
                return;
              }
              there.conninfo = primary;
              there.marker = true;
              there.disabled = false;
              if (there.server == SimNode.Server.STANDBY) {
                there.upstream = primary;
              } else {
                there.startServer();
              }
              there.later(500, () -> answer.say("follows"));
            }));
  }

  private static boolean streams(Turn turn) {
    SimNode node = turn.node();
    SimNode primary = turn.world.node(turn.store.primary);
    Wire.Pending<NodeState> there = turn.state(primary);
    Wire.Pending<Boolean> here =
        turn.service.wire.sql(node, Turn.LIMIT, (at, answer) -> answer.say(at.receiver.streams()));
    turn.all(List.of(there, here));
    return !there.get().inRecovery() && here.get();
  }

  private static void requireStreaming(Turn turn) {
    long end = turn.world.now() + 60_000;
    while (!streams(turn)) {
      if (turn.world.now() > end) {
        throw Turn.unknown(turn.nodeName() + " does not stream");
      }
      turn.sleep(1000);
    }
  }
}
