package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far behind standbys are. Bytes decide; time is told only where bytes are behind. Pure. */
final class Replay {
  private Replay() {}

  static List<Finding> of(WatchFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (NodeSnapshot node : facts.standbys()) {
      Optional<NodeReading> reading = WatchFacts.reading(node);
      if (reading.isEmpty()) {
        for (CheckId check :
            List.of(CheckId.REPLAY_PAUSED, CheckId.REPLICATION_LAG, CheckId.REPLAY_STUCK)) {
          findings.add(Finding.unknown(check.id(), WatchFacts.silence(node)).on(node.node()));
        }
      } else {
        findings.add(paused(node, reading.get()).on(node.node()));
        findings.add(lag(facts, node, reading.get()).on(node.node()));
        findings.add(stuck(facts, node, reading.get()).on(node.node()));
      }
    }
    return findings;
  }

  private static Finding paused(NodeSnapshot node, NodeReading reading) {
    String check = CheckId.REPLAY_PAUSED.id();
    return reading.state().paused()
        ? Finding.warning(check, "replay is paused on " + node.node())
        : Finding.ok(check, node.node() + " is not paused");
  }

  private static Finding lag(WatchFacts facts, NodeSnapshot node, NodeReading reading) {
    CheckId check = CheckId.REPLICATION_LAG;
    Optional<NodeReading> primary = facts.writer().flatMap(WatchFacts::reading);
    if (primary.isEmpty() || reading.state().replayed().isEmpty()) {
      return Finding.unknown(
          check.id(),
          primary.isEmpty() ? "no primary answers to compare with" : "nothing is replayed yet");
    }
    Lsn replayed = Lsn.parse(reading.state().replayed());
    long behind = behind(facts, node.node(), primary.get(), replayed);
    String sentence = node.node() + " is " + Sizes.bytes(behind) + " behind";
    Measure bytes = Measure.of("replication_lag", behind, Measure.Unit.BYTES);
    if (behind == 0) {
      return facts.limits(check).finding("", 0, node.node() + " has replayed all", bytes);
    }
    Optional<Duration> late = late(facts, replayed);
    Finding judged =
        facts
            .limits(check)
            .finding(
                "", behind, sentence + late.map(time -> ", " + Sizes.time(time)).orElse(""), bytes);
    return late.isEmpty()
        ? judged
        : judged.with(
            judged.measures().get(0),
            Measure.of("replication_lag_time", late.get().toSeconds(), Measure.Unit.SECONDS));
  }

  /**
   * Two questions lie apart, and what was written between them is not behind: so the smaller of
   * what the standby's own word and the primary's word about it say.
   */
  private static long behind(WatchFacts facts, String node, NodeReading primary, Lsn replayed) {
    Lsn written = Lsn.parse(primary.state().lsn());
    long own = Math.max(0, written.minus(replayed));
    return Streaming.sender(facts, node)
        .filter(sender -> !sender.replayed().isEmpty())
        .map(sender -> Math.max(0, written.minus(Lsn.parse(sender.replayed()))))
        .map(told -> Math.min(told, own))
        .orElse(own);
  }

  /** Since when the primary has been further than this; empty where no look is so old. */
  private static Optional<Duration> late(WatchFacts facts, Lsn replayed) {
    return facts.writer().stream()
        .flatMap(primary -> facts.earlier(primary.node(), Name.WRITTEN).stream())
        .filter(sample -> sample.value() <= replayed.bytes())
        .reduce((older, newer) -> newer)
        .map(sample -> Duration.between(sample.at(), facts.now().instant()));
  }

  private static Finding stuck(WatchFacts facts, NodeSnapshot node, NodeReading reading) {
    CheckId check = CheckId.REPLAY_STUCK;
    Instant since = since(facts, node.node(), reading.state().replayed());
    boolean waits =
        !reading.state().received().isEmpty()
            && !reading.state().replayed().isEmpty()
            && Lsn.parse(reading.state().received()).minus(Lsn.parse(reading.state().replayed()))
                > 0;
    if (!waits || reading.state().paused()) {
      return Finding.ok(
          check.id(), node.node() + (waits ? " is paused" : " has replayed all that it received"));
    }
    Duration time = Duration.between(since, facts.now().instant());
    Severity severity = facts.limits(check).upTo(time.toMillis());
    return new Finding(
        check.id(),
        severity,
        severity == Severity.OK
            ? node.node() + " replays"
            : "%s has replayed nothing for %s, although WAL waits"
                .formatted(node.node(), Sizes.time(time)));
  }

  /** The first of the looks in a row at which it was where it is now. */
  private static Instant since(WatchFacts facts, String node, String replayed) {
    Instant since = facts.now().instant();
    if (replayed.isEmpty()) {
      return since;
    }
    List<Sample> samples = facts.earlier(node, Name.REPLAYED);
    for (int i = samples.size() - 1; i >= 0; i--) {
      if (samples.get(i).value() != Lsn.parse(replayed).bytes()) {
        break;
      }
      since = samples.get(i).at();
    }
    return since;
  }
}
