package dev.understudy.audit;

import dev.understudy.archive.ArchiveJudgement;
import dev.understudy.archive.ArchivePolicy;
import dev.understudy.common.Finding;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Site;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The checks of a cluster's archive. */
final class ArchiveAudit implements Audit {
  /** What the primary's word suffices for. */
  private static final Set<CheckId> PRIMARY_ONLY =
      EnumSet.of(CheckId.ARCHIVER_FAILURES, CheckId.ARCHIVE_BACKLOG);

  private final ArchiveSamples samples;
  private final Clock clock;

  ArchiveAudit(ArchiveSamples samples, Clock clock) {
    this.samples = samples;
    this.clock = clock;
  }

  @Override
  public Set<CheckId> checks() {
    return CheckId.of(CheckGroup.ARCHIVE);
  }

  @Override
  public boolean appliesTo(Site site) {
    return site.config().archive().kind() != ArchiveConfig.Kind.NONE;
  }

  @Override
  public List<Finding> findings(Site site, Set<CheckId> wanted) {
    ArchiveLook look = ArchiveLook.at(site, samples, clock, !PRIMARY_ONLY.containsAll(wanted));
    return ArchiveJudgement.of(look.snapshot(), look.size(), ArchivePolicy.of(site.config()));
  }
}
