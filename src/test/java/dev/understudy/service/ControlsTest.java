package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.RunControl;
import dev.understudy.api.StepRef;
import dev.understudy.workflow.Signal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person tells a run becomes these signals. */
class ControlsTest {
  private static final StepRef EVERYWHERE = new StepRef("start", Optional.empty());
  private static final StepRef ON_BRAVO = new StepRef("start", Optional.of("bravo"));

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(new RunControl.Pause(), List.of(Signal.pause("r1", "eve"))),
        Arguments.of(new RunControl.Resume(), List.of(Signal.resume("r1", "eve"))),
        Arguments.of(new RunControl.Cancel(), List.of(Signal.cancel("r1", "eve"))),
        Arguments.of(new RunControl.Retry(List.of()), List.of(Signal.resume("r1", "eve"))),
        Arguments.of(
            new RunControl.Retry(List.of(EVERYWHERE, ON_BRAVO)),
            List.of(
                Signal.retry("r1", "start", null, "eve"),
                Signal.retry("r1", "start", "bravo", "eve"))),
        Arguments.of(
            new RunControl.Skip(List.of(ON_BRAVO), "done by hand"),
            List.of(Signal.skip("r1", "start", "bravo", "done by hand", "eve"))));
  }

  @ParameterizedTest
  @MethodSource("table")
  void becomesSignals(RunControl control, List<Signal> signals) {
    assertThat(Controls.signals("r1", control, "eve")).isEqualTo(signals);
  }
}
