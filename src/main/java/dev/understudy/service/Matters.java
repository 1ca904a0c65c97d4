package dev.understudy.service;

import dev.understudy.audit.Findings;
import dev.understudy.audit.Silence;
import dev.understudy.audit.Silences;
import dev.understudy.audit.StoredFinding;
import dev.understudy.common.Severity;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.failover.Verdicts;
import dev.understudy.outbox.Matter;
import dev.understudy.outbox.Notification;
import dev.understudy.store.Store;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Everything in the store that a person should know of now. */
final class Matters {
  /** When one of these does not get through, the cluster may be without a primary. */
  private static final Set<String> GRAVE = Set.of("failover", "switchover", "rejoin");

  private final Configuration configuration;
  private final Findings findings;
  private final Silences silences;
  private final Runs runs;
  private final Verdicts verdicts;

  Matters(Store store, Configuration configuration) {
    this.configuration = configuration;
    this.findings = new Findings(store);
    this.silences = new Silences(store);
    this.runs = new Runs(store.reader());
    this.verdicts = new Verdicts(store);
  }

  List<Matter> now(Instant now) {
    List<Silence> said = silences.list();
    List<Matter> matters = new ArrayList<>();
    findings.list(false).forEach(finding -> matters.add(matter(finding, said, now)));
    runs.lastAtRest().stream()
        .filter(Matters::needsSomebody)
        .forEach(run -> matters.add(matter(run)));
    for (ClusterConfig cluster : configuration.clusters().values()) {
      VerdictMatters of = new VerdictMatters(cluster, verdicts);
      boolean quiet = Silences.maintained(said, cluster.name(), "", now);
      of.verdict(now).ifPresent(verdict -> matters.add(new Matter(verdict, quiet)));
      of.failedOver(now).ifPresent(verdict -> matters.add(new Matter(verdict, quiet)));
    }
    return matters;
  }

  private static Matter matter(StoredFinding finding, List<Silence> said, Instant now) {
    String node = finding.key().node();
    Notification notification =
        new Notification(
            finding.cluster(),
            finding.key().check() + (node.isEmpty() ? "" : "/" + node),
            finding.severity(),
            (node.isEmpty() ? "" : node + ": ") + finding.sentence(),
            finding.remedy(),
            finding.seen());
    return new Matter(notification, Silences.covering(said, finding, now).isPresent());
  }

  private static boolean needsSomebody(RunView run) {
    return run.status() == RunStatus.FAILED || run.status() == RunStatus.WAITING;
  }

  private static Matter matter(RunView run) {
    Notification notification =
        new Notification(
            run.cluster(),
            "run/" + run.workflow(),
            GRAVE.contains(run.workflow()) ? Severity.CRITICAL : Severity.WARNING,
            run.workflow() + " " + run.status().label() + ": " + run.reason(),
            run.remedy().isEmpty() ? "see understudy run show " + run.id() : run.remedy(),
            Objects.requireNonNullElse(run.endedAt(), run.createdAt()));
    return new Matter(notification, false);
  }
}
