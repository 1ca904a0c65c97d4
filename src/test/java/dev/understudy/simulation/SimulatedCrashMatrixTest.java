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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
          "switchover.ready",
          "replication.handshake",
          "replication.streaming",
          "drill.verdict",
          "archive.login",
          "archive.check",
          "archive.ready",
          "archive.proof");

  /** Their work goes on without the service, so it also dies in the middle of it. */
  private static final Set<String> DETACHED =
      Set.of(
          "host.packages",
          "archive.packages",
          "standby.base-backup",
          "rejoin.rewind",
          "archive.backup",
          "restore.files",
          "drill.integrity");

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
    stages.all().forEach(stage -> UNDISTURBED.put(stage.name(), undisturbed(stage)));
  }

  private static End undisturbed(Stage stage) {
    try (Play play = new Play(stage.copy(root.resolve("undisturbed-" + stage.name())))) {
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
    assertThat(stages.of(name).stream().flatMap(SimulatedCrashMatrixTest::done).distinct())
        .hasSameElementsAs(
            workflow.steps().stream().filter(proof.negate()).map(StepSpec::id).toList());
  }

  /** The steps that applied something on some node. */
  private static Stream<String> done(Stage stage) {
    return end(stage.name()).steps().stream()
        .filter(step -> step.status() == StepStatus.DONE)
        .map(StepView::id);
  }

  static Stream<Arguments> cases() {
    return stages.workflows().stream()
        .flatMap(workflow -> stages.of(workflow.name()).stream().flatMap(s -> cases(workflow, s)));
  }

  private static Stream<Arguments> cases(Definition workflow, Stage stage) {
    Set<String> done = done(stage).collect(Collectors.toSet());
    return workflow.steps().stream()
        .filter(step -> PROOFS.contains(step.uses()) || done.contains(step.id()))
        .flatMap(SimulatedCrashMatrixTest::blows)
        .map(blow -> Arguments.of(stage.name(), blow));
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
  void endsLikeAnUndisturbedRun(String stage, Blow blow, @TempDir Path directory) {
    try (Play play = new Play(stages.named(stage).copy(directory.resolve("copy")))) {
      play.struckBy(blow);
      assertThat(counted(play.world().effects())).isEqualTo(counted(end(stage).effects()));
      assertThat(play.portrait()).isEqualTo(end(stage).portrait());
      Story story = new Story(play.runs(), play.run());
      story.requireWhole();
      story.requireDeathIn(blow.step());
    }
  }

  /** One reload serves all the files that steps side by side have written by then. */
  private static Map<String, Integer> counted(Map<String, Integer> effects) {
    Map<String, Integer> counted = new TreeMap<>(effects);
    counted.replaceAll((effect, times) -> effect.endsWith(": reload") ? 1 : times);
    return counted;
  }

  private static End end(String stage) {
    return UNDISTURBED.get(stage);
  }
}
