package dev.understudy.service;

import dev.understudy.api.CheckReport;
import dev.understudy.api.CheckResult;
import dev.understudy.audit.Auditor;
import dev.understudy.audit.Checked;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Finding;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Site;
import dev.understudy.steps.Sites;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Carries out checks that were asked for. */
final class Checks {
  private final Sites sites;
  private final Auditor auditor;

  Checks(Sites sites, Auditor auditor) {
    this.sites = sites;
    this.auditor = auditor;
  }

  /**
   * @param all the configured clusters, of which those count that there is something to check of
   * @param words ids of checks; none: all checks
   */
  List<CheckReport> all(Collection<String> all, List<String> words) {
    Set<CheckId> wanted = wanted(words);
    List<Site> checked = all.stream().map(sites::site).filter(auditor::appliesTo).toList();
    if (checked.isEmpty()) {
      throw nothing("clusters");
    }
    return checked.stream().map(site -> report(site, wanted)).toList();
  }

  /**
   * @param words ids of checks; none: all checks
   */
  CheckReport one(String cluster, List<String> words) {
    Set<CheckId> wanted = wanted(words);
    Site site = sites.site(cluster);
    if (!auditor.appliesTo(site)) {
      throw nothing(cluster);
    }
    return report(site, wanted);
  }

  private static PreconditionException nothing(String subject) {
    return new PreconditionException(
        subject, "there is nothing to check yet", "provision the cluster first");
  }

  private CheckReport report(Site site, Set<CheckId> wanted) {
    List<Checked> found = wanted.isEmpty() ? auditor.audit(site) : auditor.audit(site, wanted);
    Severity worst = Finding.worst(found.stream().map(Checked::finding).toList());
    List<CheckResult> results =
        found.stream()
            .map(Checks::result)
            .sorted(Comparator.comparing(CheckResult::severity, Severity.GRAVEST_FIRST))
            .toList();
    return new CheckReport(site.name(), worst, results);
  }

  private static CheckResult result(Checked checked) {
    Finding finding = checked.finding();
    boolean fine = finding.severity() == Severity.OK;
    return new CheckResult(
        finding.check(),
        finding.node().isEmpty() ? null : finding.node(),
        finding.severity(),
        finding.sentence(),
        fine ? null : checked.remedy(),
        finding.measures());
  }

  private static Set<CheckId> wanted(List<String> words) {
    Set<CheckId> wanted = EnumSet.noneOf(CheckId.class);
    for (String word : words) {
      wanted.add(CheckId.of(word).orElseThrow(() -> unknown(word)));
    }
    return wanted;
  }

  private static UnderstudyException unknown(String word) {
    return new UnderstudyException(
        ErrorClass.USAGE,
        word,
        "there is no such check",
        "name a cluster, or one of: " + String.join(", ", CheckId.ids()),
        null);
  }
}
