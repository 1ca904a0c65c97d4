package dev.understudy.service;

import dev.understudy.audit.Findings;
import dev.understudy.audit.Silence;
import dev.understudy.audit.Silences;
import dev.understudy.audit.StoredFinding;
import dev.understudy.common.Severity;
import dev.understudy.outbox.Matter;
import dev.understudy.outbox.Notification;
import dev.understudy.store.Store;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Everything in the store that a person should know of now. */
final class Matters {
  /** When one of these does not get through, the cluster may be without a primary. */
  private static final Set<String> GRAVE = Set.of("failover", "switchover", "rejoin");

  private final Findings findings;
  private final Silences silences;
  private final Runs runs;

  Matters(Store store) {
    this.findings = new Findings(store);
    this.silences = new Silences(store);
    this.runs = new Runs(store.reader());
  }

  List<Matter> now(Instant now) {
    List<Silence> said = silences.list();
    return Stream.concat(
            findings.list(false).stream().map(finding -> matter(finding, said, now)),
            runs.lastAtRest().stream().filter(Matters::needsSomebody).map(Matters::matter))
        .toList();
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
