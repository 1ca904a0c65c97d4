package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.config.StoreBackupConfig;
import dev.understudy.steps.Site;
import dev.understudy.store.Store;
import dev.understudy.workflow.Plan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Carries out checks of a cluster. */
public final class Auditor {
  private final List<Audit> audits;

  /**
   * @param plans makes the plan of provisioning a cluster; changes nothing anywhere
   * @param copied how the configuration has the store copied into archives
   */
  public Auditor(
      Store store,
      Clock clock,
      Snapshots snapshots,
      Function<String, Plan> plans,
      Supplier<Optional<StoreBackupConfig>> copied) {
    this(
        List.of(
            new WatchAudit(snapshots, new NodeSamples(store)),
            new ServerAudit(clock),
            new CloudAudit(),
            new StoreAudit(store, clock, copied),
            new PlanAudit(plans),
            new ArchiveAudit(new ArchiveSamples(store), clock)));
  }

  Auditor(List<Audit> audits) {
    this.audits = audits;
  }

  /** Whether there is anything to check of the cluster. */
  public boolean appliesTo(Site site) {
    return audits.stream().anyMatch(audit -> audit.appliesTo(site));
  }

  /** Carries out every check that there is something to judge by, but those that take long. */
  public List<Checked> audit(Site site) {
    return audits.stream()
        .filter(audit -> !audit.onlyWhenNamed() && audit.appliesTo(site))
        .flatMap(audit -> audit.findings(site, audit.checks()).stream())
        .map(Checked::of)
        .toList();
  }

  /** Carries out these checks; each has a result, which is UNKNOWN where it cannot be judged. */
  public List<Checked> audit(Site site, Set<CheckId> wanted) {
    List<Checked> results = new ArrayList<>();
    for (Audit audit : audits) {
      Set<CheckId> own = own(audit, wanted);
      if (!own.isEmpty()) {
        List<Finding> found =
            audit.appliesTo(site) ? audit.findings(site, own) : List.<Finding>of();
        own.forEach(check -> results.addAll(results(check, found)));
      }
    }
    return results;
  }

  /** Carries out the checks whose time came; what there is nothing to judge by has no result. */
  LookResult look(Site site, Set<CheckId> due) {
    List<Finding> found =
        audits.stream()
            .filter(audit -> !own(audit, due).isEmpty() && audit.appliesTo(site))
            .flatMap(audit -> audit.findings(site, own(audit, due)).stream())
            .toList();
    List<Checked> seen = found.stream().map(Checked::of).toList();
    return new LookResult(
        seen.stream().filter(one -> due.contains(one.check())).toList(),
        seen,
        found.stream().noneMatch(finding -> finding.severity() == Severity.UNKNOWN));
  }

  private static Set<CheckId> own(Audit audit, Set<CheckId> wanted) {
    Set<CheckId> own = EnumSet.copyOf(audit.checks());
    own.retainAll(wanted);
    return own;
  }

  private static List<Checked> results(CheckId check, List<Finding> found) {
    List<Checked> own =
        found.stream()
            .filter(finding -> finding.check().equals(check.id()))
            .map(finding -> new Checked(check, finding))
            .toList();
    return own.isEmpty()
        ? List.of(new Checked(check, Finding.unknown(check.id(), why(found))))
        : own;
  }

  private static String why(List<Finding> found) {
    return found.stream()
        .filter(finding -> finding.severity() == Severity.UNKNOWN)
        .map(Finding::sentence)
        .findFirst()
        .orElse("the cluster has nothing to judge it by");
  }
}
