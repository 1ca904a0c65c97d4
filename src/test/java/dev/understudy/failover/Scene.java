package dev.understudy.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.failover.Circumstances.LastAutomatic;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.SlotState;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.HostTrouble;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import dev.understudy.watch.Reached;
import dev.understudy.watch.SqlTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cluster of alpha, the primary, and bravo, perhaps charlie; all is well, and the test takes away
 * what is to be missing. Times are seconds before now.
 */
final class Scene {
  static final Moment NOW = new Moment(1_000_000_000_000L, Instant.parse("2030-01-01T12:00:00Z"));
  static final String SYSTEM = "7000000000000000001";
  private static final long MEGA = 1L << 20;
  private static final HostReading.Disk ROOMY =
      new HostReading.Disk(MEGA * 1000, MEGA * 500, 2000, 1000);
  private static final HostReading.Disk FULL = new HostReading.Disk(MEGA * 1000, MEGA, 2000, 1000);

  final Map<String, Seen> nodes = new LinkedHashMap<>();
  private final String failover;
  Optional<Registered> registered = Optional.of(new Registered("alpha", 1, SYSTEM));
  Optional<String> outdated = Optional.empty();
  Optional<String> maintenance = Optional.empty();
  Optional<LastAutomatic> lastAutomatic = Optional.empty();
  List<String> runs = List.of();
  Optional<String> waits = Optional.empty();
  boolean onPrimaryHost;
  Optional<Moment> pausedAt = Optional.empty();
  Surroundings surroundings = Surroundings.SEEN;
  final Map<String, Moment> stuckSince = new HashMap<>();
  Optional<LastPrimary> lastKnown = Optional.empty();
  Optional<List<String>> confirmers = Optional.empty();

  /** A node, as it is seen. */
  static final class Seen {
    double observed = 3600;
    boolean standby;
    int timeline = 1;
    String system = SYSTEM;
    String lsn = "0/5000000";
    double answered = 0.5;
    boolean neverAnswered;
    boolean receives = true;
    double message = 0.2;
    boolean paused;
    final List<String> lostSlots = new ArrayList<>();
    SqlFailure trouble;
    double troubleSince;
    SqlFailure door;
    HostReading host;
    double hostAsked;
    HostTrouble hostTrouble;
    final Map<String, Reached> peers = new HashMap<>();
  }

  Scene(int count, String failover) {
    this.failover = failover;
    for (String name : List.of("alpha", "bravo", "charlie").subList(0, count)) {
      Seen seen = new Seen();
      seen.standby = !name.equals("alpha");
      nodes.put(name, seen);
    }
  }

  static Scene of(int count) {
    return new Scene(count, "automatic: true");
  }

  Seen node(String name) {
    return nodes.get(name);
  }

  /** The service gets no answer from the node since so long. */
  Scene silent(String node, SqlFailure failure, double since) {
    Seen seen = node(node);
    seen.trouble = failure;
    seen.troubleSince = since;
    seen.answered = Math.max(seen.answered, since + 1);
    return this;
  }

  Scene hostSilent(String node, double asked) {
    Seen seen = node(node);
    seen.hostTrouble = new HostTrouble(ErrorClass.TIMEOUT, "no answer over SSH within 3000 ms");
    seen.hostAsked = asked;
    return this;
  }

  /** The host of a standby has tried to connect to another node. */
  Scene tried(String node, String peer, Reached reached, double asked) {
    node(node).peers.put(peer, reached);
    return host(node, true, "in archive recovery", "active/running", asked);
  }

  /** A host that says of its server what is given. */
  Scene host(String node, boolean postmaster, String control, String unit, double asked) {
    return host(node, postmaster, false, control, unit, "success", asked);
  }

  Scene killed(String node, double asked) {
    return host(node, false, true, "in production", "failed/failed", "signal", asked);
  }

  Scene host(
      String node,
      boolean postmaster,
      boolean pidFile,
      String control,
      String unit,
      String result,
      double asked) {
    Seen seen = node(node);
    seen.hostAsked = asked;
    seen.hostTrouble = null;
    seen.host = reading(postmaster, pidFile, control, unit, result, false, false, "running", ROOMY);
    return this;
  }

  Scene planned(String node, boolean job, boolean packages, String system, double asked) {
    node(node).hostAsked = asked;
    node(node).host =
        reading(
            false,
            false,
            "in production",
            "inactive/dead",
            "success",
            job,
            packages,
            system,
            ROOMY);
    return this;
  }

  Scene diskFull(String node, boolean postmaster, double asked) {
    node(node).hostAsked = asked;
    node(node).host =
        reading(
            postmaster, true, "in production", "active/running", "", false, false, "running", FULL);
    return this;
  }

  private static HostReading reading(
      boolean postmaster,
      boolean pidFile,
      String control,
      String unit,
      String result,
      boolean job,
      boolean packages,
      String system,
      HostReading.Disk wal) {
    return new HostReading(
        "boot",
        5000,
        "/data",
        postmaster ? OptionalInt.of(7) : OptionalInt.empty(),
        postmaster || pidFile,
        postmaster ? 9 : 0,
        control,
        1,
        unit,
        result,
        result.equals("signal"),
        job,
        packages,
        system,
        ROOMY,
        wal,
        0,
        Map.of());
  }

  static Moment ago(double seconds) {
    Duration age = Duration.ofNanos((long) (seconds * 1_000_000_000L));
    return new Moment(NOW.nanos() - age.toNanos(), NOW.instant().minus(age));
  }

  ClusterSnapshot snapshot() {
    Map<String, NodeSnapshot> all = new LinkedHashMap<>();
    nodes.forEach((name, seen) -> all.put(name, snapshot(name, seen)));
    return new ClusterSnapshot("orders", 1, NOW, all);
  }

  private static NodeSnapshot snapshot(String name, Seen seen) {
    return new NodeSnapshot(
        name,
        ago(seen.observed),
        seen.neverAnswered ? null : new Part<>(reading(seen), ago(seen.answered)),
        seen.trouble == null
            ? null
            : new Part<>(new SqlTrouble(seen.trouble, "test"), ago(Math.min(1, seen.troubleSince))),
        seen.trouble == null ? null : ago(seen.troubleSince),
        seen.door == null ? null : new Part<>(new SqlTrouble(seen.door, "test"), ago(1)),
        seen.host == null ? null : new Part<>(withPeers(seen), ago(seen.hostAsked)),
        seen.hostTrouble == null ? null : new Part<>(seen.hostTrouble, ago(seen.hostAsked)));
  }

  private static HostReading withPeers(Seen seen) {
    HostReading host = seen.host;
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
        seen.peers);
  }

  private static NodeReading reading(Seen seen) {
    NodeState state =
        new NodeState(
            seen.standby,
            seen.system,
            seen.timeline,
            seen.standby ? "" : seen.lsn,
            seen.standby ? seen.lsn : "",
            seen.standby ? seen.lsn : "",
            seen.paused,
            true,
            new PgVersion(15, 0),
            "15.18");
    OptionalLong message = OptionalLong.of((long) (seen.message * 1000) - 500);
    Optional<ReceiverState> receiver =
        seen.standby && seen.receives
            ? Optional.of(
                new ReceiverState(9, "streaming", seen.timeline, seen.lsn, "", message, ""))
            : Optional.empty();
    List<SlotState> slots =
        seen.lostSlots.stream()
            .map(slot -> new SlotState(slot, false, "", "lost", OptionalLong.empty()))
            .toList();
    return new NodeReading(
        state,
        receiver,
        List.of(),
        slots,
        Optional.empty(),
        1,
        Map.of("wal_receiver_timeout", "10s"),
        seen.standby ? "10.0.0.1" : "");
  }

  private static final Map<String, ClusterConfig> CONFIGS = new ConcurrentHashMap<>();

  Circumstances circumstances() {
    return new Circumstances(
        CONFIGS.computeIfAbsent(nodes.size() + failover, key -> config(nodes.size(), failover)),
        registered,
        outdated,
        maintenance,
        lastAutomatic,
        runs,
        waits,
        onPrimaryHost,
        pausedAt,
        surroundings,
        stuckSince,
        lastKnown,
        confirmers);
  }

  static ClusterConfig config(int count, String failover) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      names
          .append(i == 0 ? "" : ", ")
          .append(List.of("alpha", "bravo", "charlie").get(i))
          .append(": { host: 10.0.0.")
          .append(i + 1)
          .append(" }");
    }
    try {
      Path file = Files.createTempFile("understudy", ".yaml");
      Files.writeString(
          file,
          """
          ssh: { user: admin }
          clusters:
            orders:
              postgresql: 15
              primary: alpha
              nodes: { %s }
              failover: { %s }
          """
              .formatted(names, failover));
      Configuration read = new ConfigurationReader(Map.of(), file.getParent()).read(file);
      Files.delete(file);
      return read.clusters().get("orders");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Verdict judge() {
    return Judge.judge(snapshot(), circumstances(), NOW);
  }
}
