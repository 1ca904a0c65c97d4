package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.Story;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service dies within a step, right after a machine was changed: after every kind of change of
 * every packaged workflow, on the first machine that it comes to.
 */
class DeathAfterEachEffectTest {
  /**
   * What may be done once more, or not again, when the step that it belongs to was broken off: a
   * key is of no use without its certificate, a checkpoint and an empty directory prepare what did
   * not come about, a standby that streams needs no marker, and one reload serves all the files
   * that steps side by side have written.
   */
  private static final Set<String> REPEATABLE =
      Set.of(
          "write /etc/understudy/orders/server.key",
          "checkpoint",
          "prepare a base backup",
          "reload",
          "marker");

  private static final Map<String, List<String>> PORTRAITS = new ConcurrentHashMap<>();
  private static final Map<String, Map<String, Integer>> EFFECTS = new ConcurrentHashMap<>();
  private static Stages stages;

  @BeforeAll
  static void prepare(@TempDir Path directory) {
    stages = new Stages(directory.resolve("stages"));
    stages.all().forEach(stage -> undisturbed(stage, directory));
  }

  private static void undisturbed(Stage stage, Path directory) {
    try (Play play = new Play(stage.copy(directory.resolve(stage.name())))) {
      play.undisturbed();
      PORTRAITS.put(stage.name(), portrait(play));
      EFFECTS.put(stage.name(), play.world().effects());
    }
  }

  static Stream<Arguments> cases() {
    return new TreeMap<>(EFFECTS)
        .entrySet().stream()
            .flatMap(
                stage ->
                    oneOfEachKind(stage.getValue().keySet()).stream()
                        .map(effect -> Arguments.of(stage.getKey(), Blow.afterEffect(effect))));
  }

  private static List<String> oneOfEachKind(Set<String> effects) {
    Map<String, String> kinds = new LinkedHashMap<>();
    effects.forEach(effect -> kinds.putIfAbsent(kind(effect).replaceAll("_[a-z]+$", ""), effect));
    return List.copyOf(kinds.values());
  }

  private static String kind(String effect) {
    return effect.substring(effect.indexOf(": ") + 2);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  @Execution(ExecutionMode.CONCURRENT)
  void endsLikeAnUndisturbedRun(String stage, Blow blow, @TempDir Path directory) {
    try (Play play = new Play(stages.named(stage).copy(directory.resolve("copy")))) {
      play.struckBy(blow);
      assertThat(once(play.world().effects())).isEqualTo(once(EFFECTS.get(stage)));
      assertThat(portrait(play)).isEqualTo(PORTRAITS.get(stage));
      new Story(play.runs(), play.run()).requireWhole();
    }
  }

  private static Map<String, Integer> once(Map<String, Integer> effects) {
    Map<String, Integer> left = new TreeMap<>(effects);
    left.keySet().removeIf(effect -> REPEATABLE.contains(kind(effect)));
    return left;
  }

  /** Without what the repeatable leave behind: positions in the WAL, and an older key. */
  private static List<String> portrait(Play play) {
    List<String> lines = new ArrayList<>();
    play.portrait().stream()
        .filter(line -> !line.contains("server.key.understudy-previous"))
        .map(line -> line.replaceAll("(slot \\w+) from [0-9A-F]+", "$1"))
        .map(line -> line.replaceAll("lsn (Optional\\[[0-9A-F/]+\\]|[0-9A-F]+)", "lsn"))
        .forEach(lines::add);
    return lines;
  }
}
