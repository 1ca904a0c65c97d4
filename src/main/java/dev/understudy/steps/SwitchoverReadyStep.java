package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.wal.Lsn;
import dev.understudy.workflow.StepContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A switchover is refused unless it will be quick and lose nothing. */
final class SwitchoverReadyStep extends CheckStep {
  /** A server that shuts down waits until all of them are archived. */
  private static final long MOST_WAITING = 8;

  private final Sites sites;

  SwitchoverReadyStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "switchover.ready";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Node target = site.node(context.node());
    Node primary = site.primary();
    if (primary.name().equals(target.name())) {
      return Map.of("primary", target.name());
    }
    if (!context.planning()
        && StartBlock.notedRun(primary, primary.cluster()).equals(context.runId())) {
      return Map.of("hand-over", primary.name() + " was stopped by this run already");
    }
    StreamingFacts facts = StreamingFacts.read(site, target);
    List<String> reasons = reasons(target.name(), facts);
    primary
        .psql()
        .query(new ArchiverSql(site.dialect()).failing())
        .forEach(
            row ->
                reasons.add(
                    primary.name()
                        + " cannot ship "
                        + row.path("segment").asText()
                        + " to the archive, which would hold its shutdown up"));
    long waiting =
        primary.psql().row(new ArchiverSql(site.dialect()).state()).path("ready").asLong();
    if (waiting > MOST_WAITING) {
      reasons.add(waiting + " WAL segments wait to be archived, which would hold its shutdown up");
    }
    if (!reasons.isEmpty()) {
      throw new PreconditionException(
          target.name(),
          "a switchover now would not be quick and lossless: " + String.join("; ", reasons),
          "see to that, or, when the primary is lost: understudy failover " + site.name());
    }
    Map<String, String> evidence = new LinkedHashMap<>(facts.evidence());
    evidence.put("primary at", facts.primary().lsn());
    return evidence;
  }

  /** Pure. */
  static List<String> reasons(String target, StreamingFacts facts) {
    List<String> reasons = new ArrayList<>();
    if (facts.primary().inRecovery()) {
      reasons.add("the primary is in recovery");
      return reasons;
    }
    if (!facts.streaming()) {
      reasons.add(target + ": " + facts.shortfall());
      return reasons;
    }
    if (facts.standby().paused()) {
      reasons.add("the replay of " + target + " is paused");
    }
    Lsn written = Lsn.parse(facts.primary().lsn());
    lag(
        reasons,
        target + " lacks %d bytes of WAL",
        written,
        facts.sender().orElseThrow().flushed());
    lag(reasons, target + " has %d bytes of WAL to replay", written, facts.standby().replayed());
    return reasons;
  }

  private static void lag(List<String> reasons, String words, Lsn written, String position) {
    long lag = position.isEmpty() ? Long.MAX_VALUE : written.minus(Lsn.parse(position));
    if (lag > HandOverScripts.MAX_LAG) {
      reasons.add(words.formatted(lag));
    }
  }
}
