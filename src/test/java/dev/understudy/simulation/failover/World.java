package dev.understudy.simulation.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One cluster, its network and its time. */
final class World {
  final Setup setup;
  final Random random;
  final Agenda agenda = new Agenda();
  final Net net;
  final Referee referee;
  final MemoryStore store;
  final List<SimNode> nodes = new ArrayList<>();
  long serviceFrozenUntil;

  /** How far the service's wall clock is off. */
  long clockOff;

  /** Whether it sees nobody at all. */
  boolean serviceAlone;

  World(Setup setup, Random random, boolean tells) {
    this.setup = setup;
    this.random = random;
    this.net = new Net(setup.nodes() + 1, random);
    this.referee = new Referee(setup, agenda, tells);
    this.store = new MemoryStore(setup);
    for (String name : List.of("alpha", "bravo", "charlie").subList(0, setup.nodes())) {
      nodes.add(new SimNode(this, nodes.size(), name));
    }
    nodes.forEach(SimNode::begin);
  }

  /** The service's place in the network. */
  int service() {
    return setup.nodes();
  }

  SimNode node(String name) {
    return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();
  }

  /** On the service's machine; while its processes are frozen nothing happens there. */
  void atService(long delay, Runnable what) {
    agenda.in(
        delay,
        () -> {
          if (now() < serviceFrozenUntil) {
            atService(serviceFrozenUntil - now(), what);
          } else {
            what.run();
          }
        });
  }

  long now() {
    return agenda.now();
  }

  /** Between both, inclusive. */
  long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** A failover is about to begin: was there any reason? */
  void mayFail(Service service) {
    SimNode primary = node(store.primary);
    boolean seen =
        nodes.stream()
            .anyMatch(
                node ->
                    node.upstream == primary.id
                        && node.answers()
                        && net.smooth(service(), node.id)
                        && node.receiver.smoothSince >= 0
                        && now() - node.receiver.smoothSince > setup.window() + 2000);
    if (primary.serves() && !primary.frozen() && seen) {
      referee.violated(primary.name + " serves and its standby streams, and a failover begins");
    }
  }

  void say(String text) {
    referee.say(text);
  }
}
