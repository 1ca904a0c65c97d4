package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.audit.Sample.Series;
import dev.understudy.common.Finding;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Site;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Moments;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The checks that stand on what the watching knows. */
final class WatchAudit implements Audit {
  private static final List<Function<WatchFacts, List<Finding>>> JUDGEMENTS =
      List.of(
          Primaries::of,
          Lineage::of,
          Streaming::of,
          Replay::of,
          Slots::of,
          Takeover::of,
          Connections::of,
          Disks::of,
          Hosts::of);

  private final Snapshots snapshots;
  private final NodeSamples samples;

  WatchAudit(Snapshots snapshots, NodeSamples samples) {
    this.snapshots = snapshots;
    this.samples = samples;
  }

  @Override
  public Set<CheckId> checks() {
    return CheckId.of(CheckGroup.WATCH);
  }

  @Override
  public boolean appliesTo(Site site) {
    return site.systemId().isPresent();
  }

  @Override
  public List<Finding> findings(Site site, Set<CheckId> wanted) {
    ClusterSnapshot snapshot = snapshots.of(site.name());
    Moment now = Moments.SYSTEM.now();
    WatchFacts facts =
        new WatchFacts(
            snapshot,
            now,
            site.primaryName(),
            site.systemId().orElseThrow(),
            site.config().checks(),
            priorities(site),
            site.config().failover().maxLag(),
            samples.before(now.instant(), site.name()));
    samples.keep(site.name(), taken(snapshot), now.instant());
    return judge(facts);
  }

  private static Map<String, Integer> priorities(Site site) {
    Map<String, Integer> priorities = new HashMap<>();
    site.config().nodes().forEach((name, node) -> priorities.put(name, node.priority()));
    return priorities;
  }

  /** All that can be said; pure. */
  static List<Finding> judge(WatchFacts facts) {
    return JUDGEMENTS.stream().flatMap(judgement -> judgement.apply(facts).stream()).toList();
  }

  private static Map<Series, Sample> taken(ClusterSnapshot snapshot) {
    Map<Series, Sample> taken = new HashMap<>();
    for (NodeSnapshot node : snapshot.nodes().values()) {
      Part<NodeReading> reading = node.reading();
      if (reading != null && node.answers()) {
        position(taken, node.node(), reading);
      }
      Part<HostReading> host = node.host();
      if (host != null && host.value().dataDisk().totalBytes() > 0) {
        disks(taken, node.node(), host.value(), host.asked().instant());
      }
    }
    return taken;
  }

  private static void disks(Map<Series, Sample> taken, String node, HostReading host, Instant at) {
    Map.of(
            Name.DATA_FREE, host.dataDisk().freeBytes(),
            Name.WAL_FREE, host.walDisk().freeBytes(),
            Name.DATA_INODES, host.dataDisk().freeInodes(),
            Name.WAL_INODES, host.walDisk().freeInodes())
        .forEach((name, free) -> taken.put(new Series(node, name), new Sample(at, free)));
  }

  private static void position(Map<Series, Sample> taken, String node, Part<NodeReading> reading) {
    boolean primary = reading.value().primary();
    String lsn = primary ? reading.value().state().lsn() : reading.value().state().replayed();
    if (!lsn.isEmpty()) {
      taken.put(
          new Series(node, primary ? Name.WRITTEN : Name.REPLAYED),
          new Sample(reading.asked().instant(), Lsn.parse(lsn).bytes()));
    }
  }
}
