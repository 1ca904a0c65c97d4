package dev.understudy.service;

import dev.understudy.audit.Silence;
import dev.understudy.audit.Silences;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.failover.Circumstances;
import dev.understudy.failover.Circumstances.LastAutomatic;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.failover.Facts;
import dev.understudy.failover.RecordedVerdict.Start;
import dev.understudy.failover.Verdicts;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import dev.understudy.store.SynchronousRow;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What verdicts go by beside snapshots, from the store and from this machine. */
final class ObservedFacts implements Facts {
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final int MOST_FAILURES = 6;
  private static final String FAILOVER = "failover";

  private final Store store;
  private final ClusterRegistry registry;
  private final Verdicts verdicts;
  private final Clock clock;
  private final Supplier<Surroundings> surroundings;
  private final OwnHost ownHost;

  /**
   * @param surroundings asked when no node of the cluster answers
   */
  ObservedFacts(Store store, Clock clock, Supplier<Surroundings> surroundings, OwnHost ownHost) {
    this.store = store;
    this.registry = new ClusterRegistry(store, clock);
    this.verdicts = new Verdicts(store);
    this.clock = clock;
    this.surroundings = surroundings;
    this.ownHost = ownHost;
  }

  @Override
  public Circumstances of(ClusterConfig config, ClusterSnapshot snapshot) {
    String cluster = config.name();
    Optional<Registered> registered =
        registry
            .find(cluster)
            .map(found -> new Registered(found.primaryNode(), found.epoch(), found.systemId()));
    boolean anybody = snapshot.nodes().values().stream().anyMatch(NodeSnapshot::answers);
    List<RunView> runs = unfinished(cluster);
    List<Start> starts =
        verdicts.starts(cluster).stream().flatMap(v -> v.start().stream()).toList();
    return new Circumstances(
        config,
        registered,
        registry.outdated(cluster),
        maintenance(cluster),
        starts.stream().filter(this::counts).findFirst().map(ObservedFacts::automatic),
        runs.stream().filter(ObservedFacts::active).map(RunView::workflow).toList(),
        waits(runs).or(() -> failedLately(starts)),
        registered.filter(known -> onHost(config, known.primary(), snapshot)).isPresent(),
        Optional.empty(),
        anybody ? Surroundings.SEEN : surroundings.get(),
        Map.of(),
        verdicts.lastKnown(cluster),
        confirmers(config, registered));
  }

  private Optional<List<String>> confirmers(ClusterConfig config, Optional<Registered> registered) {
    if (config.replication().mode() != ReplicationConfig.Mode.SYNC) {
      return Optional.empty();
    }
    return Optional.of(
        registry
            .synchronous(config.name())
            .filter(row -> registered.filter(known -> known.epoch() == row.epoch()).isPresent())
            .map(SynchronousRow::confirmers)
            .orElse(List.of()));
  }

  private List<RunView> unfinished(String cluster) {
    return new Runs(store.reader())
        .unfinished().stream().filter(run -> run.cluster().equals(cluster)).toList();
  }

  /** The workflows of the runs that are being carried out on the cluster. */
  List<String> active(String cluster) {
    return unfinished(cluster).stream()
        .filter(ObservedFacts::active)
        .map(RunView::workflow)
        .toList();
  }

  private Optional<String> maintenance(String cluster) {
    Instant now = clock.instant();
    return new Silences(store)
        .list().stream()
            .filter(silence -> silence.kind() == Silence.Kind.MAINTENANCE && silence.holds(now))
            .filter(silence -> silence.cluster().equals(cluster))
            .findFirst()
            .map(silence -> silence.reason() + " (" + silence.owner() + ")");
  }

  private static boolean active(RunView run) {
    return run.status() == RunStatus.PENDING || run.status() == RunStatus.RUNNING;
  }

  /** One that rests, and does nothing until somebody says so. */
  private static Optional<String> waits(List<RunView> runs) {
    return runs.stream()
        .filter(run -> run.workflow().equals(FAILOVER) && !active(run))
        .findFirst()
        .map(
            run ->
                "the failover of run %s is %s, and needs a person: %s"
                    .formatted(run.id(), run.status().label(), run.reason()));
  }

  private Optional<RunView> run(Start start) {
    return start.run().flatMap(id -> new Runs(store.reader()).find(id));
  }

  /** One that failed changed no role, and is followed by another one all the same. */
  private boolean counts(Start start) {
    return run(start).filter(ObservedFacts::failed).isEmpty();
  }

  private static boolean failed(RunView run) {
    return run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED;
  }

  private static LastAutomatic automatic(Start start) {
    return new LastAutomatic(start.at(), start.acknowledged());
  }

  /** After each that failed the pause is twice as long. */
  private Optional<String> failedLately(List<Start> starts) {
    List<RunView> failed =
        starts.stream()
            .limit(MOST_FAILURES)
            .flatMap(start -> run(start).stream())
            .takeWhile(ObservedFacts::failed)
            .toList();
    if (failed.isEmpty() || failed.get(0).endedAt() == null) {
      return Optional.empty();
    }
    Instant again = failed.get(0).endedAt().plus(pause(failed.size()));
    return clock.instant().isBefore(again)
        ? Optional.of(
            "the failover of run %s is %s (%s); another one may begin at %s"
                .formatted(
                    failed.get(0).id(),
                    failed.get(0).status().label(),
                    failed.get(0).reason(),
                    again.truncatedTo(ChronoUnit.SECONDS)))
        : Optional.empty();
  }

  private static Duration pause(int failures) {
    return AFTER_FAILURE.multipliedBy(1L << (failures - 1));
  }

  private boolean onHost(ClusterConfig config, String primary, ClusterSnapshot snapshot) {
    NodeConfig node = config.nodes().get(primary);
    return node != null && ownHost.is(node.host(), snapshot.node(primary));
  }
}
