package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.NodeState;
import dev.understudy.store.RegisteredPermission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A standby is made the primary: checks and act in one call, then the store. */
final class Promoting {
  private static final long LIMIT = 100_000;
  private static final long ASKED = 5000;

  private Promoting() {}

  static void requireEpoch(Turn turn, long epoch) {
    if (turn.store.epoch != epoch) {
      throw Turn.precondition("its primary was changed by somebody else meanwhile");
    }
  }

  /**
   * Promotes.
   *
   * @param recheck whether all vouchers have to follow nobody still
   */
  static void promote(Turn turn, SimNode target, MemoryStore.Change change, boolean recheck) {
    RegisteredPermission before = turn.store.permission;
    long generation = before == null ? 0 : record(turn, target, before);
    Fence fence = turn.fence();
    Wire.Pending<String> pending =
        turn.service.wire.change(
            target,
            LIMIT,
            fence,
            200,
            (there, answer) -> onHost(there, answer, change, recheck, fence, generation));
    try {
      turn.get(pending);
    } catch (PreconditionException e) {
      takeBack(turn, before);
      throw e;
    } catch (UnderstudyException e) {
      if (e.errorClass() == ErrorClass.PRECONDITION) {
        takeBack(turn, before);
      }
      throw e;
    }
  }

  /** The permission of the target, before it is handed out. */
  private static long record(Turn turn, SimNode target, RegisteredPermission before) {
    List<String> others =
        turn.world.nodes.stream().map(n -> n.name).filter(n -> !n.equals(target.name)).toList();
    RegisteredPermission next =
        new RegisteredPermission(
                "orders",
                target.name,
                turn.fence().epoch(),
                before.generation(),
                true,
                false,
                others,
                before.list(),
                true)
            .withoutEnd();
    turn.store.permission = next;
    return next.generation();
  }

  private static void takeBack(Turn turn, @Nullable RegisteredPermission before) {
    RegisteredPermission now = turn.store.permission;
    if (before != null && now != null) {
      turn.store.permission = before.after(now);
    }
  }

  private static void onHost(
      SimNode there,
      Wire.Answer<String> answer,
      MemoryStore.Change change,
      boolean recheck,
      Fence fence,
      long generation) {
    if (there.server == SimNode.Server.PRIMARY) {
      answer.say("it is one already");
    } else if (there.server != SimNode.Server.STANDBY) {
      answer.refuse(ErrorClass.PRECONDITION, "its server does not answer");
    } else if (!recheck) {
      act(there, answer, change, fence, generation);
    } else if (there.upstream >= 0 || there.receiver.streams()) {
      answer.refuse(ErrorClass.PRECONDITION, "it follows a primary again");
    } else {
      unfollowed(there, answer, change, fence, generation, 0);
    }
  }

  /** The other vouchers are asked one after the other, by the candidate's host. */
  private static void unfollowed(
      SimNode there,
      Wire.Answer<String> answer,
      MemoryStore.Change change,
      Fence fence,
      long generation,
      int from) {
    World world = there.world;
    int next = from;
    while (next < world.nodes.size()
        && (world.nodes.get(next) == there || world.nodes.get(next).name.equals(change.old))) {
      next++;
    }
    if (next >= world.nodes.size()) {
      act(there, answer, change, fence, generation);
      return;
    }
    SimNode other = world.nodes.get(next);
    int after = next + 1;
    boolean reached = world.net.both(there.id, other.id) && other.answers();
    if (!reached) {
      there.later(
          ASKED, () -> answer.refuse(ErrorClass.PRECONDITION, other.name + " cannot be asked"));
      return;
    }
    boolean alone =
        other.server == SimNode.Server.STANDBY && other.upstream < 0 && !other.receiver.streams();
    long way = world.net.delay(there.id, other.id) + world.net.delay(other.id, there.id);
    there.later(
        way,
        () -> {
          if (alone) {
            unfollowed(there, answer, change, fence, generation, after);
          } else {
            answer.refuse(ErrorClass.PRECONDITION, other.name + " follows a primary again");
          }
        });
  }

  private static void act(
      SimNode there,
      Wire.Answer<String> answer,
      MemoryStore.Change change,
      Fence fence,
      long generation) {
    if (there.world.setup.byLease() && !there.lease.permit(fence.epoch(), generation)) {
      answer.refuse(ErrorClass.PRECONDITION, "its host does not take the permission");
      return;
    }
    if (there.server == SimNode.Server.STANDBY) {
      there.world.referee.promoted(there, change, change.position);
      there.promote();
    }
    there.later(there.world.between(20, 150), () -> answer.say("promoted"));
  }

  /** Proves it, then compare-and-set. */
  static void register(Turn turn, SimNode target, int before, long epoch) {
    NodeState state = turn.get(turn.state(target));
    if (state.inRecovery() || state.timeline() <= before) {
      throw Turn.unknown(target.name + " is not writable on a newer timeline");
    }
    turn.requireOurs();
    if (!turn.store.changePrimary(epoch, target.name)) {
      throw new UnderstudyException(
          ErrorClass.FENCED, "orders", "its primary was changed meanwhile", null, null);
    }
    turn.world.say(target.name + " is registered in epoch " + turn.store.epoch);
  }
}
