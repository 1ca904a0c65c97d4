package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Site;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditorTest {
  /** No look of these tests asks it for anything. */
  private static final Site SITE = null;

  private Set<CheckId> lookedFor = Set.of();

  private boolean onlyWhenNamed;

  private Auditor auditor(boolean applies, Finding... findings) {
    return new Auditor(
        List.of(
            new Audit() {
              @Override
              public Set<CheckId> checks() {
                return EnumSet.allOf(CheckId.class);
              }

              @Override
              public boolean onlyWhenNamed() {
                return onlyWhenNamed;
              }

              @Override
              public boolean appliesTo(Site site) {
                return applies;
              }

              @Override
              public List<Finding> findings(Site site, Set<CheckId> wanted) {
                lookedFor = wanted;
                return List.of(findings);
              }
            }));
  }

  @Test
  void everyFindingIsTold() {
    List<Checked> told =
        auditor(true, Finding.ok("archive-gaps", "all"), Finding.warning("restore-drill", "old"))
            .audit(SITE);

    assertThat(told)
        .extracting(Checked::check)
        .containsExactly(CheckId.ARCHIVE_GAPS, CheckId.RESTORE_DRILL);
    assertThat(told.get(1).remedy()).isEqualTo("run a restore drill, and see what it says");
  }

  @Test
  void whatWasAskedForHasAnAnswerEvenIfItCouldNotBeJudged() {
    Auditor auditor = auditor(true, Finding.unknown("archive-repository", "S3 is away"));

    List<Checked> told = auditor.audit(SITE, EnumSet.of(CheckId.ARCHIVE_GAPS));

    assertThat(told)
        .extracting(
            Checked::check,
            result -> result.finding().severity(),
            result -> result.finding().sentence())
        .containsExactly(tuple(CheckId.ARCHIVE_GAPS, Severity.UNKNOWN, "S3 is away"));
    assertThat(lookedFor).containsExactly(CheckId.ARCHIVE_GAPS);
  }

  @Test
  void whatTheClusterDoesNotHaveIsUnknownWhenAskedFor() {
    Auditor auditor = auditor(false);

    assertThat(auditor.audit(SITE)).isEmpty();
    assertThat(auditor.audit(SITE, EnumSet.of(CheckId.RECOVERY_TIME)))
        .extracting(result -> result.finding().severity())
        .containsExactly(Severity.UNKNOWN);
    assertThat(lookedFor).isEmpty();
  }

  @Test
  void whatTakesLongIsDoneOnlyWhenItIsNamed() {
    onlyWhenNamed = true;
    Auditor auditor = auditor(true, Finding.ok("archive-gaps", "all"));

    assertThat(auditor.audit(SITE)).isEmpty();
    assertThat(auditor.audit(SITE, EnumSet.of(CheckId.ARCHIVE_GAPS))).hasSize(1);
    assertThat(auditor.look(SITE, EnumSet.of(CheckId.ARCHIVE_GAPS)).found()).hasSize(1);
  }

  @Test
  void everyCheckHasARemedy() {
    for (CheckId check : CheckId.values()) {
      assertThat(Remedies.of(check)).isNotBlank();
    }
  }
}
