package dev.understudy.simulation.failover;

import dev.understudy.watch.Moment;
import dev.understudy.watch.OpenBoard;
import dev.understudy.watch.SqlAnswer;
import dev.understudy.watch.Timings;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at one node, its server at every beat, its host where there is reason to. */
final class Watcher {
  private static final long HOST_ANSWER = 3000;

  private final Service service;
  private final OpenBoard board;
  private final SimNode node;
  private final Timings timings;
  private boolean asking;
  private boolean askingHost;
  private boolean inTrouble;
  private long hostAsked = Long.MIN_VALUE / 2;

  private Watcher(Service service, OpenBoard board, SimNode node) {
    this.service = service;
    this.board = board;
    this.node = node;
    this.timings = Timings.of(Duration.ofMillis(service.world.setup.beat()));
  }

  /** Begins to look at all nodes. */
  static void begin(Service service, OpenBoard board, long gap) {
    for (SimNode node : service.world.nodes) {
      Watcher watcher = new Watcher(service, board, node);
      long spread = service.world.setup.beat() * node.id / service.world.setup.nodes();
      service.later(1 + spread, watcher::beat);
    }
    service.later(gap / 4, () -> pulse(service, board, gap / 4));
  }

  private static void pulse(Service service, OpenBoard board, long pause) {
    board.pulse();
    service.later(pause, () -> pulse(service, board, pause));
  }

  private void beat() {
    service.later(service.world.setup.beat(), this::beat);
    if (!asking) {
      asking = true;
      ask();
    }
    boolean trouble = board.needsHost(node.name);
    boolean news = trouble && !inTrouble;
    inTrouble = trouble;
    long pause = (trouble ? timings.hostInTrouble() : timings.hostOtherwise()).toMillis();
    if (!askingHost && (news || service.world.now() - hostAsked >= pause)) {
      askingHost = true;
      askHost();
    }
  }

  private void ask() {
    Moment asked = service.moment();
    Wire.Pending<SqlAnswer> pending =
        service.wire.ssh(
            node,
            timings.answer().toMillis(),
            (there, answer) -> answer.say(there.answers() ? Looks.reading(there) : refusal(there)));
    pending.then(
        () -> {
          asking = false;
          if (service.alive()) {
            board.tell(asked, node.name, pending.good() ? pending.get() : Looks.TIMED_OUT);
          }
        });
  }

  private static SqlAnswer refusal(SimNode there) {
    return Looks.trouble(there);
  }

  private void askHost() {
    Moment asked = service.moment();
    Set<String> peers = board.silentPeers(node.name);
    Wire.Pending<@Nullable Object> pending =
        service.wire.ssh(
            node,
            HOST_ANSWER,
            (there, answer) ->
                there.later(
                    peers.isEmpty() ? 20 : there.world.between(20, 1500),
                    () -> answer.say(Looks.host(there, peers))));
    pending.then(
        () -> {
          askingHost = false;
          hostAsked = service.world.now();
          if (service.alive()) {
            board.tell(
                asked,
                node.name,
                pending.good() ? (dev.understudy.watch.HostAnswer) pending.get() : Looks.SILENT);
          }
        });
  }
}
