package dev.understudy.service;

import dev.understudy.api.FindingView;
import dev.understudy.api.SilenceView;
import dev.understudy.audit.Findings;
import dev.understudy.audit.Silence;
import dev.understudy.audit.Silences;
import dev.understudy.audit.StoredFinding;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Findings as the faces print them. */
final class FindingList {
  /** Open ones first, the gravest of them first; what is not told, behind what is. */
  private static final Comparator<FindingView> ORDER =
      Comparator.comparing((FindingView finding) -> finding.closed() != null)
          .thenComparing(finding -> finding.silence() != null)
          .thenComparing(
              finding -> finding.closed() == null ? finding.severity() : Severity.OK,
              Severity.GRAVEST_FIRST)
          .thenComparing(FindingView::id, Comparator.reverseOrder());

  private final Findings findings;
  private final Silences silences;
  private final Clock clock;

  FindingList(Store store, Clock clock) {
    this.findings = new Findings(store);
    this.silences = new Silences(store);
    this.clock = clock;
  }

  List<FindingView> list(Optional<String> cluster, boolean all) {
    List<Silence> said = silences.list();
    Instant now = clock.instant();
    return findings.list(all).stream()
        .filter(finding -> cluster.isEmpty() || finding.cluster().equals(cluster.get()))
        .map(finding -> view(finding, said, now))
        .sorted(ORDER)
        .toList();
  }

  FindingView one(long id) {
    return findings
        .find(id)
        .map(finding -> view(finding, silences.list(), clock.instant()))
        .orElseThrow(
            () ->
                new UnderstudyException(
                    ErrorClass.USAGE,
                    "finding " + id,
                    "there is no such finding",
                    "see understudy findings --all",
                    null));
  }

  private static FindingView view(StoredFinding finding, List<Silence> said, Instant now) {
    String node = finding.key().node();
    return new FindingView(
        finding.id(),
        finding.cluster(),
        finding.key().check(),
        node.isEmpty() ? null : node,
        finding.severity(),
        finding.sentence(),
        finding.remedy(),
        finding.measures(),
        finding.opened(),
        finding.seen(),
        finding.closed(),
        silence(finding, said, now),
        finding.changes().stream()
            .map(c -> new FindingView.Change(c.at(), c.severity(), c.sentence()))
            .toList());
  }

  private static @Nullable SilenceView silence(
      StoredFinding finding, List<Silence> said, Instant now) {
    return finding.closed() != null
        ? null
        : Silences.covering(said, finding, now).map(Silencing::view).orElse(null);
  }
}
