package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannerTest extends RigTest {
  @BeforeEach
  void file() {
    rig.file(
        """
        name: job
        inputs: { extra: {} }
        steps:
          - { id: one, uses: make, on: all }
          - { id: two, uses: cross }
          - { id: three, uses: make, when: inputs.extra }
        """);
  }

  private Plan plan(Map<String, String> inputs) {
    return new Planner(rig.types, rig.definitions(), rig.targets()).plan("job", "orders", inputs);
  }

  @Test
  void listsPerStepAndNodeWhatWouldChange() {
    rig.world.bring("one@bravo");
    Plan plan = plan(Map.of());

    assertThat(plan.changes())
        .extracting(change -> change.step() + "@" + change.node() + change.irreversible())
        .containsExactly("one@alphafalse", "one@charliefalse", "two@servicetrue");
    assertThat(plan.problems()).isEmpty();
    assertThat(rig.world.acts()).isEmpty();
    assertThat(rig.runs.list(null)).isEmpty();
  }

  @Test
  void listsExactlyWhatTheNextRunThenDoes() {
    rig.world.bring("one@bravo");
    Plan plan = plan(Map.of("extra", "yes"));
    rig.start();
    String run = rig.begin("job", Map.of("extra", "yes"));
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.applied().keySet())
        .containsExactlyInAnyOrderElementsOf(
            plan.changes().stream().map(c -> c.step() + "@" + c.node()).toList());
    assertThat(plan(Map.of("extra", "yes")).isEmpty()).isTrue();
  }

  @Test
  void reportsProbesThatFailAndGoesOn() {
    FakeType make = rig.type("make");
    make.probe =
        context -> {
          if (context.node().equals("alpha")) {
            throw error(ErrorClass.PRECONDITION);
          }
          return make.look(context);
        };
    Plan plan = plan(Map.of());

    assertThat(plan.problems())
        .containsExactly(
            new PlanProblem(
                "alpha", "one", ErrorClass.PRECONDITION, "alpha: precondition trouble", "do this"));
    assertThat(plan.changes()).hasSize(3);
  }

  @Test
  void givesProbesNoAuthority() {
    FakeType make = rig.type("make");
    make.probe =
        context -> {
          assertThat(context.planning()).isTrue();
          context.fence();
          return make.look(context);
        };

    assertThat(plan(Map.of()).problems())
        .hasSize(3)
        .allSatisfy(p -> assertThat(p.errorClass()).isEqualTo(ErrorClass.FENCED));
  }

  @Test
  void refusesInputsThatTheWorkflowDoesNotHave() {
    assertThatThrownBy(() -> plan(Map.of("extr", "yes")))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("workflow job has no input extr; did you mean \"extra\"?");
  }
}
