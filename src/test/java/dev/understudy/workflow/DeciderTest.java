package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionParser;
import dev.understudy.workflow.definition.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The decisions as a table. A state is written as words {@code STEP@NODE:STATUS} with the marks
 * {@code *} in flight, {@code +} applied, {@code u} being undone, {@code <} of an earlier term,
 * {@code ~} due in a minute, {@code ^} in a year, since the clock was set back; a decision as
 * {@code act STEP@NODE}, or the run's event.
 */
class DeciderTest {
  private static final Instant NOW = SettableClock.START;
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Instant YEAR = NOW.plusSeconds(31_536_000);
  private static final String FILE =
      """
      name: job
      steps:
        - { id: a, uses: make, on: all }
        - { id: r, uses: make, on: all, order: serial }
        - { id: x, uses: cross }
        - { id: z, uses: keep, on_failure: fail }
        - { id: p, uses: keep, on: all }
        - { id: q, uses: keep, on: all, order: serial, together: true, on_failure: fail }
        - { id: y, uses: keep, together: true }
        - { id: w, uses: keep }
      """;
  private static final Definition JOB =
      new DefinitionParser(Set.of("make", "cross", "keep")).parse("job.yaml", FILE);
  private static final Map<String, Reversibility> REVERSIBILITY =
      Map.of(
          "make", Reversibility.REVERSIBLE,
          "cross", Reversibility.POINT_OF_NO_RETURN,
          "keep", Reversibility.KEPT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // parallel nodes, and the barrier behind them
        "a@1:pending a@2:pending r@1:pending   | begin a@1, begin a@2",
        "a@1:done a@2:pending r@1:pending      | begin a@2",
        "a@1:done a@2:running* r@1:pending     | wait",
        "a@1:done a@2:satisfied r@1:pending    | begin r@1",
        "a@1:done a@2:skipped r@1:pending      | begin r@1",
        "a@1:paused a@2:unknown                | begin a@1, begin a@2",
        // a finished step of an earlier term is looked at again, a skipped one is not
        "a@1:done< a@2:skipped< r@1:pending    | begin a@1",
        "a@1:done< a@2:satisfied<              | begin a@1, begin a@2",
        // delays
        "a@1:waiting~ a@2:done                 | wait until later",
        "a@1:waiting a@2:waiting~              | begin a@1 until later",
        "a@1:unknown~                          | wait until later",
        "a@1:waiting^                          | begin a@1",
        // failures: siblings come to rest first
        "a@1:failed a@2:running*               | wait",
        "a@1:failed a@2:waiting~               | wait until later",
        "a@1:failed a@2:pending                | begin a@2",
        "a@1:failed a@2:done r@1:pending       | stuck",
        "a@1:done r@1:done x@1:done z@1:failed | failed",
        // one after the other
        "r@1:pending r@2:pending               | begin r@1",
        "r@1:running* r@2:pending              | wait",
        "r@1:done r@2:pending                  | begin r@2",
        "r@1:failed r@2:pending                | stuck",
        "r@1:waiting~ r@2:pending              | wait until later",
        // steps that go on together, and the barrier behind them
        "p@1:pending p@2:pending q@1:pending q@2:pending y@1:pending w@1:pending | begin p@1, begin p@2, begin q@1, begin y@1",
        "p@1:running* p@2:done q@1:running* q@2:pending y@1:done w@1:pending | wait",
        "p@1:running* p@2:done q@1:done q@2:pending y@1:done w@1:pending | begin q@2",
        "p@1:done q@1:done y@1:waiting~ w@1:pending | wait until later",
        "p@1:waiting~ q@1:pending y@1:done | begin q@1 until later",
        "p@1:done q@1:done y@1:done w@1:pending | begin w@1",
        "p@1:failed q@1:running* w@1:pending | wait",
        "p@1:failed q@1:done y@1:done w@1:pending | stuck",
        "p@1:done q@1:failed y@1:pending w@1:pending | begin y@1",
        "p@1:done q@1:failed y@1:done w@1:pending | failed",
        // the end
        "a@1:done r@1:done x@1:done z@1:done   | finished",
        "-                                     | finished",
        // nobody works on what is shown as running
        "a@1:running a@2:running*              | lost a@1",
      })
  void forward(String steps, String decision) {
    assertThat(decide(RunView.Intent.COMPLETE, steps)).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a@1:running* a@2:done | wait",
        "a@1:pending           | paused",
        "a@1:waiting           | paused",
        "a@1:running           | lost a@1",
        "a@1:failed            | paused",
      })
  void pausing(String steps, String decision) {
    assertThat(decide(RunView.Intent.PAUSE, steps)).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a@1:done+ a@2:satisfied r@1:done+       | undo r@1",
        "a@1:done+ a@2:done+ r@1:cancelled+      | undo a@1, undo a@2",
        "a@1:done+ r@1:paused+                   | end and undo r@1",
        "a@1:done+ r@1:failed+                   | end and undo r@1",
        "a@1:done+ r@1:failed                    | undo a@1",
        "a@1:done+ r@1:running+*                 | wait",
        "a@1:done+ r@1:running+u*                | wait",
        "a@1:done+ r@1:waiting+u~                | wait until later",
        "a@1:done+ r@1:waiting+u^                | end and undo r@1",
        "a@1:done+ r@1:failed+u                  | stuck",
        "a@1:done+ r@1:skipped+                  | undo a@1",
        "a@1:done+ x@1:done+ z@1:done+           | cancelled",
        "a@1:done+ x@1:failed+ z@1:pending       | cancelled",
        "a@1:done+ x@1:paused+ z@1:pending       | end x@1",
        "a@1:done+ z@1:unknown+                  | end z@1",
        "a@1:pending r@1:pending                 | cancelled",
        "a@1:satisfied r@1:waiting               | cancelled",
      })
  void undoing(String steps, String decision) {
    assertThat(decide(RunView.Intent.CANCEL, steps)).isEqualTo(decision);
  }

  private static String decide(RunView.Intent intent, String words) {
    List<StepView> steps = new ArrayList<>();
    if (words != null) {
      Arrays.stream(words.strip().split(" +")).map(DeciderTest::step).forEach(steps::add);
    }
    Set<StepKey> inFlight =
        words == null
            ? Set.of()
            : Arrays.stream(words.strip().split(" +"))
                .filter(word -> word.contains("*"))
                .map(word -> step(word).key())
                .collect(Collectors.toSet());
    RunState state = new RunState(run(intent), JOB, steps, 2, inFlight, REVERSIBILITY);
    return text(new Decider(16).decide(state, NOW));
  }

  private static String text(Decision decision) {
    String acts = decision.acts().stream().map(DeciderTest::text).collect(Collectors.joining(", "));
    String until = LATER.equals(decision.wakeAt()) ? " until later" : "";
    return (acts.isEmpty() ? "wait" : acts) + until;
  }

  private static String text(Decision.Act act) {
    if (act instanceof Decision.Begin begin) {
      return "begin " + key(begin.step());
    } else if (act instanceof Decision.Lost lost) {
      return "lost " + key(lost.step());
    } else if (act instanceof Decision.Undo undo) {
      String verb = undo.abandon() ? undo.undo() ? "end and undo " : "end " : "undo ";
      return verb + key(undo.step());
    } else if (act instanceof Decision.Rest rest) {
      return rest.event().name().toLowerCase(Locale.ROOT);
    }
    return act.toString();
  }

  private static String key(StepView step) {
    return step.id() + "@" + step.node();
  }

  private static StepView step(String word) {
    String[] parts = word.split("[@:]");
    String status = parts[2].replaceAll("[*+<~^].*", "");
    String marks = parts[2].substring(status.length());
    boolean applied = marks.contains("+");
    boolean undoing = marks.contains("u");
    int position = "arxz".indexOf(parts[0]);
    return new StepView(
        "run",
        parts[0],
        parts[1],
        position,
        Integer.parseInt(parts[1]),
        JOB.step(parts[0]).uses(),
        StepStatus.of(status),
        applied ? 1 : 0,
        0,
        marks.contains("<") ? 1 : 2,
        marks.contains("~") ? LATER : marks.contains("^") ? YEAR : null,
        NOW,
        undoing,
        null,
        Map.of(),
        null,
        null,
        null,
        "",
        null,
        null);
  }

  private static RunView run(RunView.Intent intent) {
    return new RunView(
        "run",
        "orders",
        "job",
        "hash",
        Map.of(),
        Urgency.ROUTINE,
        true,
        RunStatus.RUNNING,
        intent,
        "",
        "",
        null,
        2,
        "test",
        NOW,
        NOW,
        null);
  }
}
