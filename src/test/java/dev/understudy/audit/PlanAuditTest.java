package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Plan;
import dev.understudy.workflow.PlanProblem;
import dev.understudy.workflow.PlannedChange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanAuditTest {
  private static Finding judge(List<PlannedChange> changes, PlanProblem... problems) {
    return PlanAudit.judge(new Plan("provision", "orders", changes, List.of(problems)));
  }

  private static PlannedChange change(String subject) {
    return new PlannedChange(
        "bravo", "rules", Change.of("file", subject, "secret before", "secret after"), false);
  }

  @Test
  void aPlanThatChangesNothingIsFine() {
    assertThat(judge(List.of()).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void whatItWouldChangeIsNamedWithoutItsContent() {
    Finding found = judge(IntStream.range(0, 7).mapToObj(i -> change("/etc/file" + i)).toList());

    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.sentence())
        .startsWith("provisioning would change bravo: file /etc/file0; bravo: file /etc/file1")
        .endsWith("; and 2 more")
        .doesNotContain("secret");
  }

  @Test
  void whatCannotBePlannedIsUnknown() {
    PlanProblem problem =
        new PlanProblem("preflight", "bravo", ErrorClass.CONNECTION, "no way there", null);

    assertThat(judge(List.of(change("/etc/file")), problem))
        .extracting(Finding::severity, Finding::sentence)
        .containsExactly(Severity.UNKNOWN, "provisioning cannot be planned: no way there");
  }
}
