package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.audit.Sample.Series;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Finding;
import dev.understudy.config.ChecksConfig;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.SenderState;
import dev.understudy.postgres.SlotState;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.HostReading.Disk;
import dev.understudy.watch.HostTrouble;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import dev.understudy.watch.SqlTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A cluster of alpha, the primary, with bravo and charlie, as the watching knows it; all is well.
 */
final class WatchedCluster {
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  static final String SYSTEM = "7000000000000000001";
  private static final Moment NOW = new Moment(Duration.ofHours(9).toNanos(), NOON);

  private final Map<String, Server> servers = new LinkedHashMap<>();
  int priorityOfCharlie = 50;
  private final Map<Series, List<Sample>> earlier = new HashMap<>();

  WatchedCluster() {
    servers.put("alpha", new Server(false));
    servers.put("bravo", new Server(true));
    servers.put("charlie", new Server(true));
    for (String standby : List.of("bravo", "charlie")) {
      server("alpha").senders.put(standby, "0/3000000");
      server("alpha").slots.add(slot("understudy_" + standby, true, "reserved", 0));
    }
  }

  /** A server as it answers; a test changes what is to be wrong. */
  static final class Server {
    boolean standby;
    boolean silent;
    boolean unseen;
    boolean full;
    String system = SYSTEM;
    String version = "15.18 (Debian 15.18-0+deb12u1)";
    int timeline = 1;
    String lsn = "0/3000000";
    String received = "0/3000000";
    boolean paused;
    String receiver = "streaming";
    long message = 1000;
    int connections = 3;
    final Map<String, String> senders = new LinkedHashMap<>();
    final List<SlotState> slots = new ArrayList<>();
    final Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "max_connections",
                "100",
                "superuser_reserved_connections",
                "3",
                "max_slot_wal_keep_size",
                "10GB"));
    Disk data = new Disk(100L << 30, 60L << 30, 2_000_000, 1_000_000);
    Disk wal = data;
    ErrorClass unreachable;

    Server(boolean standby) {
      this.standby = standby;
    }
  }

  static SlotState slot(String name, boolean active, String status, long retained) {
    return new SlotState(name, active, "0/1000000", status, OptionalLong.of(retained));
  }

  Server server(String name) {
    return servers.get(name);
  }

  WatchedCluster earlier(String node, Name name, Duration ago, long value) {
    earlier
        .computeIfAbsent(new Series(node, name), series -> new ArrayList<>())
        .add(new Sample(NOON.minus(ago), value));
    return this;
  }

  WatchFacts facts() {
    Map<String, NodeSnapshot> nodes = new LinkedHashMap<>();
    servers.forEach((name, server) -> nodes.put(name, snapshot(name, server)));
    return new WatchFacts(
        new ClusterSnapshot("orders", 1, NOW, nodes),
        NOW,
        "alpha",
        SYSTEM,
        ChecksConfig.standard(),
        Map.of("alpha", 100, "bravo", 100, "charlie", priorityOfCharlie),
        16 << 20,
        earlier);
  }

  /** What is found of a check; the node is empty for the cluster. */
  Finding finding(String check, String node) {
    return WatchAudit.judge(facts()).stream()
        .filter(finding -> finding.check().equals(check) && finding.node().equals(node))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing of " + check + "/" + node));
  }

  private static NodeSnapshot snapshot(String name, Server server) {
    Moment asked = new Moment(NOW.nanos() - 200_000_000, NOON.minusMillis(200));
    Moment began = new Moment(0, NOON.minus(Duration.ofHours(9)));
    if (server.unseen) {
      return new NodeSnapshot(name, began, null, null, null, null, null, null);
    }
    Part<HostReading> host = new Part<>(host(server), asked);
    Part<NodeReading> reading = new Part<>(reading(server), asked);
    Part<HostTrouble> hostTrouble =
        server.unreachable == null
            ? null
            : new Part<>(new HostTrouble(server.unreachable, "no way there"), asked);
    Part<SqlTrouble> door =
        server.full
            ? new Part<>(new SqlTrouble(SqlFailure.TOO_MANY_CONNECTIONS, "too many clients"), asked)
            : null;
    if (!server.silent) {
      return new NodeSnapshot(name, began, reading, null, null, door, host, hostTrouble);
    }
    Moment since = new Moment(NOW.nanos() - Duration.ofMinutes(3).toNanos(), NOON);
    return new NodeSnapshot(
        name,
        began,
        reading,
        new Part<>(new SqlTrouble(SqlFailure.REFUSED, "connection refused"), asked),
        since,
        null,
        host,
        hostTrouble);
  }

  private static HostReading host(Server server) {
    return new HostReading(
        "boot",
        1000,
        "/var/lib/postgresql/15/main",
        OptionalInt.of(7),
        true,
        9,
        "in production",
        1,
        "active/running",
        "success",
        false,
        false,
        false,
        "running",
        server.data,
        server.wal,
        0,
        Map.of());
  }

  private static NodeReading reading(Server server) {
    NodeState state =
        new NodeState(
            server.standby,
            server.system,
            server.timeline,
            server.standby ? "" : server.lsn,
            server.standby ? server.received : "",
            server.standby ? server.lsn : "",
            server.paused,
            true,
            new PgVersion(15, 0),
            server.version);
    Optional<ReceiverState> receiver =
        server.standby && !server.receiver.isEmpty()
            ? Optional.of(
                new ReceiverState(
                    8,
                    server.receiver,
                    server.timeline,
                    server.received,
                    "",
                    OptionalLong.of(server.message),
                    "10.0.0.1"))
            : Optional.empty();
    List<SenderState> senders =
        server.senders.entrySet().stream()
            .map(
                one ->
                    new SenderState(
                        9,
                        "understudy_replicator",
                        one.getKey(),
                        "10.0.0.2",
                        "streaming",
                        "async",
                        one.getValue(),
                        one.getValue(),
                        one.getValue(),
                        one.getValue()))
            .toList();
    return new NodeReading(
        state,
        receiver,
        senders,
        server.slots,
        Optional.empty(),
        server.connections,
        server.settings,
        "");
  }
}
