package dev.understudy.failover;

import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.Reached;

/** What is seen in the commonest cases. The window is 8 s, and wal_receiver_timeout 10 s. */
final class Scenes {
  private Scenes() {}

  /** The primary lost its power so long ago: nobody hears it. */
  static Scene powerLoss(int nodes, double since) {
    Scene scene = Scene.of(nodes).silent("alpha", SqlFailure.TIMED_OUT, since);
    scene.hostSilent("alpha", since - 0.5);
    for (String node : scene.nodes.keySet()) {
      if (!node.equals("alpha")) {
        scene.node(node).message = since + 1;
        scene.tried(node, "alpha", Reached.NOTHING, since - 1);
      }
    }
    return scene;
  }

  /** The standby's receiver has lost its connection too. */
  static Scene cutOff() {
    Scene scene = Scene.of(2);
    scene.node("bravo").receives = false;
    return scene;
  }

  static Scene killed(double ago) {
    Scene scene = Scene.of(2).silent("alpha", SqlFailure.REFUSED, ago).killed("alpha", ago / 2);
    scene.node("bravo").receives = false;
    return scene;
  }

  static Scene allSilent(Surroundings surroundings) {
    Scene scene = powerLoss(2, 20).silent("bravo", SqlFailure.TIMED_OUT, 20);
    scene.hostSilent("bravo", 10).surroundings = surroundings;
    return scene;
  }
}
