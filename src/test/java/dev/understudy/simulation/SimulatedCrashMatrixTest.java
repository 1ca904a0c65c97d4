package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.StepStatus;
import dev.understudy.workflow.StepView;
import dev.understudy.workflow.Story;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.StepSpec;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service dies once, at every point of every step of every packaged workflow; the next one
 * brings the run to the same end, and does nothing twice.
 */
class SimulatedCrashMatrixTest {
  /** They apply nothing, so the service dies when one has been made and is not recorded. */
  private static final Set<String> PROOFS =
      Set.of(
          "cluster.preflight",
          "cluster.owned",
          "cluster.survey",
          "cluster.access",
          "node.removable",
          "standby.copyable",
          "replication.handshake",
          "replication.streaming");

  /** Their work goes on without the service, so it also dies in the middle of it. */
  private static final Set<String> DETACHED = Set.of("host.packages", "standby.base-backup");

  private static final Map<String, End> UNDISTURBED = new ConcurrentHashMap<>();
  private static Path root;
  private static Stages stages;

  /** All that one run came to. */
  private record End(List<String> portrait, Map<String, Integer> effects, List<StepView> steps) {
    static End of(Play play) {
      return new End(play.portrait(), play.world().effects(), play.runs().steps(play.run()));
    }
  }

  @BeforeAll
  static void prepare(@TempDir Path directory) {
    root = directory;
    stages = new Stages(directory.resolve("stages"));
    stages.workflows().forEach(workflow -> UNDISTURBED.put(workflow.name(), undisturbed(workflow)));
  }

  private static End undisturbed(Definition workflow) {
    Stage stage = stages.of(workflow.name());
    try (Play play = new Play(stage.copy(root.resolve("undisturbed-" + workflow.name())))) {
      play.undisturbed();
      new Story(play.runs(), play.run()).requireWhole();
      return End.of(play);
    }
  }

  static Stream<Arguments> workflows() {
    return stages.workflows().stream().map(workflow -> Arguments.of(workflow.name(), workflow));
  }

  /** Else a step would be struck at nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("workflows")
  void everyStepHasSomethingToDo(String name, Definition workflow) {
    Predicate<StepSpec> proof = step -> PROOFS.contains(step.uses());
    assertThat(end(name).steps().stream().filter(step -> step.status() == StepStatus.DONE))
        .extracting(StepView::id)
        .hasSameElementsAs(
            workflow.steps().stream().filter(proof.negate()).map(StepSpec::id).toList());
  }

  static Stream<Arguments> cases() {
    return stages.workflows().stream()
        .flatMap(
            workflow ->
                workflow.steps().stream()
                    .flatMap(SimulatedCrashMatrixTest::blows)
                    .map(blow -> Arguments.of(workflow.name(), blow)));
  }

  private static Stream<Blow> blows(StepSpec step) {
    Set<Blow.Moment> moments =
        EnumSet.of(
            Blow.Moment.BEFORE_APPLY,
            Blow.Moment.AFTER_APPLY,
            Blow.Moment.AFTER_RECORD,
            Blow.Moment.DURING_VERIFY);
    if (PROOFS.contains(step.uses())) {
      moments = EnumSet.of(Blow.Moment.PROVED);
    } else if (DETACHED.contains(step.uses())) {
      moments.add(Blow.Moment.IN_JOB);
      moments.add(Blow.Moment.IN_JOB_THAT_ENDS);
    }
    return moments.stream().map(moment -> new Blow(step.id(), moment));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  @Execution(ExecutionMode.CONCURRENT)
  void endsLikeAnUndisturbedRun(String workflow, Blow blow, @TempDir Path directory) {
    try (Play play = new Play(stages.of(workflow).copy(directory.resolve("copy")))) {
      play.struckBy(blow);
      assertThat(play.world().effects()).isEqualTo(end(workflow).effects());
      assertThat(play.portrait()).isEqualTo(end(workflow).portrait());
      Story story = new Story(play.runs(), play.run());
      story.requireWhole();
      story.requireDeathIn(blow.step());
    }
  }

  private static End end(String workflow) {
    return UNDISTURBED.get(workflow);
  }
}
