package dev.understudy.watch;

import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Readings of servers that are not there. */
final class Readings {
  private Readings() {}

  /**
   * @param connections tells one from another
   */
  static NodeReading primary(int connections) {
    return reading(false, connections);
  }

  static NodeReading standby() {
    return reading(true, 1);
  }

  private static NodeReading reading(boolean standby, int connections) {
    NodeState state =
        new NodeState(
            standby,
            "7000000000000000001",
            1,
            standby ? "" : "0/3000060",
            standby ? "0/3000060" : "",
            standby ? "0/3000060" : "",
            false,
            true,
            new PgVersion(15, 0),
            "15.18");
    return new NodeReading(
        state, Optional.empty(), List.of(), List.of(), Optional.empty(), connections, Map.of(), "");
  }
}
