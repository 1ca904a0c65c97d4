package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.HostTrouble;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.Reached;
import dev.understudy.watch.SqlTrouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What a node says of itself when it is looked at. */
final class Looks {
  private static final HostReading.Disk ROOMY =
      new HostReading.Disk(1L << 40, 1L << 39, 2000, 1000);
  private static final Map<String, String> SETTINGS = Map.of("wal_receiver_timeout", "10s");
  private static final PgVersion MAJOR = new PgVersion(15, 0);
  static final HostTrouble SILENT =
      new HostTrouble(ErrorClass.TIMEOUT, "no answer over SSH within 3000 ms");
  static final SqlTrouble TIMED_OUT = new SqlTrouble(SqlFailure.TIMED_OUT, "no answer");

  private Looks() {}

  static NodeState state(SimNode node) {
    boolean standby = node.server == SimNode.Server.STANDBY;
    String lsn = new Lsn(node.lsn).toString();
    return new NodeState(
        standby,
        MemoryStore.SYSTEM,
        node.line.number(),
        standby ? "" : lsn,
        standby ? lsn : "",
        standby ? lsn : "",
        false,
        true,
        MAJOR,
        "15.18");
  }

  static NodeReading reading(SimNode node) {
    boolean receives = node.receiver.streams();
    Optional<ReceiverState> receiver =
        receives
            ? Optional.of(
                new ReceiverState(
                    9,
                    "streaming",
                    node.line.number(),
                    new Lsn(node.lsn).toString(),
                    "",
                    OptionalLong.of(node.world.now() - node.receiver.lastMessage),
                    ""))
            : Optional.empty();
    return new NodeReading(
        state(node),
        receiver,
        List.of(),
        List.of(),
        Optional.empty(),
        1,
        SETTINGS,
        node.upstream < 0 ? "" : "10.0.0." + (node.upstream + 1));
  }

  static SqlTrouble trouble(SimNode node) {
    return switch (node.server) {
      case STARTING -> new SqlTrouble(SqlFailure.STARTING_UP, "starting up");
      case STOPPING -> new SqlTrouble(SqlFailure.SHUTTING_DOWN, "shutting down");
      default -> new SqlTrouble(SqlFailure.REFUSED, "connection refused");
    };
  }

  static HostReading host(SimNode node, Set<String> peers) {
    Map<String, Reached> reached = new HashMap<>();
    for (String peer : peers) {
      reached.put(peer, reached(node, node.world.node(peer)));
    }
    boolean runs = node.server != SimNode.Server.DOWN;
    return new HostReading(
        "boot-" + node.boot,
        node.uptime() / 1000.0,
        "/data",
        runs ? OptionalInt.of(7) : OptionalInt.empty(),
        runs || node.killed || !node.clean,
        runs ? 9 : 0,
        control(node),
        node.line.number(),
        unit(node),
        node.killed ? "signal" : "success",
        node.killed,
        false,
        false,
        node.uptime() < 3000 ? "starting" : "running",
        ROOMY,
        ROOMY,
        0,
        reached);
  }

  private static String control(SimNode node) {
    return switch (node.server) {
      case STARTING -> node.marker ? "in archive recovery" : "in crash recovery";
      case STANDBY -> "in archive recovery";
      case STOPPING -> "shutting down";
      case PRIMARY -> "in production";
      case DOWN -> node.clean ? "shut down" : "in production";
    };
  }

  private static String unit(SimNode node) {
    return switch (node.server) {
      case STARTING -> "activating/start";
      case STOPPING -> "deactivating/stop";
      case DOWN -> node.killed ? "failed/failed" : "inactive/dead";
      default -> "active/running";
    };
  }

  private static Reached reached(SimNode from, SimNode to) {
    if (!to.up || !from.world.net.both(from.id, to.id)) {
      return Reached.NOTHING;
    }
    if (to.frozen()) {
      return Reached.CONNECTS;
    }
    return switch (to.server) {
      case DOWN -> Reached.REFUSED;
      case STARTING, STOPPING -> Reached.REJECTS;
      default -> Reached.ACCEPTS;
    };
  }

  /** The same from one who has heard nobody. */
  static NodeReading deaf(NodeReading reading) {
    return new NodeReading(
        reading.state(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        1,
        SETTINGS,
        reading.upstream());
  }

  /** The same from one who reaches nobody. */
  static HostReading deaf(HostReading host) {
    Map<String, Reached> nothing = new HashMap<>();
    host.peers().keySet().forEach(peer -> nothing.put(peer, Reached.NOTHING));
    return new HostReading(
        host.bootId(),
        host.uptimeSeconds(),
        host.dataDirectory(),
        host.postmaster(),
        host.pidFile(),
        host.processes(),
        host.controlState(),
        host.controlTimeline(),
        host.unitState(),
        host.unitResult(),
        host.mainKilled(),
        host.job(),
        host.packages(),
        host.systemState(),
        host.dataDisk(),
        host.walDisk(),
        host.oomKills(),
        nothing);
  }
}
