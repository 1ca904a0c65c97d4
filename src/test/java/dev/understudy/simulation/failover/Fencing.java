package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.steps.OpenSteps;
import dev.understudy.store.RegisteredPermission;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fencing by the rules of SshFencing and LeaseFencing, side by side; the first proof counts. */
final class Fencing {
  private static final long SSH = 40_000;
  private static final long LIMIT = 60_000;
  private static final long WITHDRAWAL = 5_000;
  private static final long MILLION = 1_000_000L;

  private final Turn turn;
  private final MemoryStore.Change change;
  private final SimNode old;
  private final Wire.@Nullable Pending<String> ssh;

  private Fencing(Turn turn) {
    this.turn = turn;
    this.change = turn.change();
    this.old = turn.world.node(change.old);
    this.ssh = turn.world.setup.bySsh() ? bySsh(turn, old) : null;
  }

  static void fence(Turn turn) {
    new Fencing(turn).fence();
  }

  private void fence() {
    String byLease = turn.world.setup.byLease() ? lease() : "";
    if (byLease.isEmpty() && ssh != null) {
      turn.await(ssh::done, turn.world.now() + LIMIT);
    }
    change.sshAnswered = ssh != null && ssh.good();
    String proof = change.sshAnswered ? "ssh" : byLease;
    turn.requireOurs();
    if (proof.isEmpty() && turn.world.setup.broken(Mutant.PROMOTES_WITHOUT_PROOF)) {
      proof = "none";
    }
    change.proof = proof;
    turn.world.say("proof: " + (proof.isEmpty() ? "none" : proof));
    if (proof.isEmpty()) {
      throw Turn.precondition("nothing proves that the old primary takes no writes");
    }
  }

  private boolean sshProved() {
    return ssh != null && ssh.good();
  }

  /** Blocks every start, stops the server, and answers when nothing of it is left. */
  static Wire.Pending<String> bySsh(Turn turn, SimNode node) {
    return turn.service.wire.change(
        node,
        SSH,
        turn.fence(),
        0,
        (there, answer) -> {
          if (!there.world.setup.broken(Mutant.FORGETS_TO_BLOCK_THE_START)) {
            there.disabled = true;
            there.marker = true;
          }
          there.world.say(there.name + " is fenced over SSH");
          there.stop(() -> there.later(there.world.between(20, 150), () -> answer.say("fenced")));
        });
  }

  /** The proof's name, or nothing. */
  private String lease() {
    long begun = turn.world.now();
    RegisteredPermission known = turn.store.permission;
    if (known == null || !known.node().equals(old.name) || !known.enforced()) {
      return "";
    }
    turn.store.permission = known.end();
    long reading = turn.service.renewer.last();
    boolean ignores = turn.world.setup.broken(Mutant.TAKES_NO_NOTICE_OF_A_LEASE_WITHOUT_END);
    if (known.unlimited() && !ignores && !withdrawn(known)) {
      return withoutProof(List.of());
    }
    List<SimNode> standbys =
        turn.world.setup.broken(Mutant.LETS_STANDBYS_VOUCH)
            ? List.of()
            : known.vouchers().stream().map(turn.world::node).toList();
    try {
      boolean vouched = apart(standbys);
      long over =
          OpenSteps.leaseOver(
                  Duration.ofMillis(turn.world.setup.lease()),
                  Duration.ofMillis(turn.world.setup.check()),
                  reading * MILLION,
                  turn.world.now() * MILLION,
                  vouched)
              / MILLION;
      if (over - begun > LIMIT) {
        return withoutProof(standbys);
      }
      if (!turn.world.setup.broken(Mutant.DOES_NOT_WAIT_FOR_THE_LEASE)) {
        turn.await(this::sshProved, over + 1);
      }
      return sshProved() ? "" : "lease";
    } catch (UnderstudyException e) {
      if (e.errorClass() == ErrorClass.FENCED) {
        throw e;
      }
      turn.world.say("no proof by lease: " + e.getMessage());
      return withoutProof(standbys);
    }
  }

  private boolean withdrawn(RegisteredPermission known) {
    RegisteredPermission next = known.end().nextGeneration();
    turn.store.permission = next;
    Wire.Pending<String> pending =
        turn.service.wire.ssh(
            old,
            WITHDRAWAL,
            (there, answer) ->
                answer.say(
                    there.lease.renew(
                        new MemoryStore.Renewal(
                            turn.service.renewer.epoch(next), next.generation(), there.boot, 0))));
    turn.all(List.of(pending));
    if (!pending.good() || !pending.get().isEmpty()) {
      return false;
    }
    turn.store.permission = next.withdrawn();
    return true;
  }

  /** All are told to follow nobody; whether one may have vouched lately. */
  private boolean apart(List<SimNode> standbys) {
    List<Wire.Pending<String>> told =
        standbys.stream().map(node -> follow(turn, node, -1)).toList();
    turn.all(told);
    told.forEach(Wire.Pending::get);
    long counts =
        OpenSteps.vouchCounts(
                Duration.ofMillis(turn.world.setup.lease()),
                Duration.ofMillis(turn.world.setup.check()))
            .toMillis();
    boolean vouched = false;
    for (SimNode node : standbys) {
      vouched |= apart(node, counts);
    }
    return vouched;
  }

  private boolean apart(SimNode node, long counts) {
    long end = turn.world.now() + Turn.LIMIT;
    while (true) {
      int seen =
          turn.get(
              turn.service.wire.sql(
                  node, Turn.LIMIT, (there, answer) -> answer.say(seen(there, counts))));
      if (seen >= 0) {
        return seen > 0;
      }
      if (turn.world.now() > end) {
        throw Turn.precondition(node.name + " still follows a primary although told not to");
      }
      turn.sleep(50);
    }
  }

  private static int seen(SimNode there, long counts) {
    boolean apart =
        there.server == SimNode.Server.STANDBY && there.upstream < 0 && !there.receiver.streams();
    return !apart ? -1 : there.lease.mayHaveVouched(counts) ? 1 : 0;
  }

  /** Writes whom a standby follows, and reloads. */
  static Wire.Pending<String> follow(Turn turn, SimNode node, int whom) {
    return turn.service.wire.change(
        node,
        Turn.LIMIT,
        turn.fence(),
        20,
        (there, answer) -> {
          there.conninfo = whom;
          if (!there.answers()) {
            answer.refuse(ErrorClass.CONNECTION, "its server lets nobody in");
            return;
          }
          there.later(
              there.world.between(5, 60),
              () -> {
                if (there.server == SimNode.Server.STANDBY) {
                  there.upstream = there.conninfo;
                }
              });
          answer.say("told");
        });
  }

  /** The standbys follow again, and renewals go on. */
  private String withoutProof(List<SimNode> standbys) {
    List<Wire.Pending<String>> told =
        standbys.stream().map(node -> follow(turn, node, old.id)).toList();
    turn.all(told);
    turn.requireOurs();
    if (turn.store.permission != null) {
      turn.store.permission = turn.store.permission.resume();
    }
    return "";
  }
}
