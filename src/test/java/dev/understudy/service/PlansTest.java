package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.api.RunDetail;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Plan;
import dev.understudy.workflow.PlanProblem;
import dev.understudy.workflow.PlannedChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans as they are printed. */
class PlansTest {
  private static Plan plan(List<PlannedChange> changes, PlanProblem... problems) {
    return new Plan("provision", "orders", changes, List.of(problems));
  }

  @Test
  void everyChangeIsShown() {
    Change change = Change.of("setting", "wal_level", "minimal", "replica").withRestart();
    var view =
        Plans.view(plan(List.of(new PlannedChange("alpha", "restart", change, true))), "alpha");
    assertThat(view.cluster()).isEqualTo("orders");
    assertThat(view.changes())
        .singleElement()
        .satisfies(
            shown -> {
              assertThat(shown.node()).isEqualTo("alpha");
              assertThat(shown.step()).isEqualTo("restart");
              assertThat(shown.kind()).isEqualTo("setting");
              assertThat(shown.before()).isEqualTo("minimal");
              assertThat(shown.after()).isEqualTo("replica");
              assertThat(shown.restart()).isTrue();
              assertThat(shown.irreversible()).isTrue();
            });
  }

  @Test
  void problemsOfTheFirstStepStandForAll() {
    PlanProblem first =
        new PlanProblem("service", "preflight", ErrorClass.PRECONDITION, "too small", "grow it");
    PlanProblem twin =
        new PlanProblem("bravo", "preflight", ErrorClass.PRECONDITION, "too small", "");
    PlanProblem later = new PlanProblem("bravo", "slot", ErrorClass.CONNECTION, "gone", "");

    UnderstudyException error =
        catchThrowableOfType(
            UnderstudyException.class,
            () -> Plans.view(plan(List.of(), first, twin, later), "alpha"));

    assertThat(error.errorClass()).isEqualTo(ErrorClass.PRECONDITION);
    assertThat(error).hasMessage("too small");
    assertThat(error.remedy()).isEqualTo("grow it");
  }

  @Test
  void aRunThatRestsWithoutBeingDoneIsAnError() {
    RunDetail waiting = run("waiting", "no space (make room)");
    UnderstudyException error =
        catchThrowableOfType(UnderstudyException.class, () -> Plans.requireDone(waiting));
    assertThat(error).hasMessage("it is waiting: no space (make room)");
    Plans.requireDone(run("done", null));
  }

  private static RunDetail run(String status, String reason) {
    return new RunDetail("r1", "prune", "orders", status, null, null, reason, List.of());
  }
}
