package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What a run's events have to tell, whatever happened to it. */
public final class Story {
  private final Runs runs;
  private final String run;
  private final List<EventView> events;

  public Story(Runs runs, String run) {
    this.runs = runs;
    this.run = run;
    this.events = runs.events(run, 0);
  }

  /** Nothing is missing: no number, no move of a step, no end of an attempt. */
  public void requireWhole() {
    assertThat(events)
        .extracting(EventView::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    Map<String, StepStatus> last = new HashMap<>();
    for (EventView event : events) {
      if (event.kind().startsWith("step.") && event.to() != null) {
        String key = event.step() + "@" + event.node();
        assertThat(event.from())
            .as("%s of %s", event.kind(), key)
            .isEqualTo(last.getOrDefault(key, StepStatus.PENDING).label());
        last.put(key, StepStatus.of(event.to()));
      }
    }
    assertThat(last)
        .isEqualTo(
            runs.steps(run).stream()
                .collect(Collectors.toMap(s -> s.id() + "@" + s.node(), s -> s.status())));
    assertThat(runs.attempts(run)).allSatisfy(attempt -> assertThat(attempt.endedAt()).isNotNull());
  }

  /** That a service died in the step, or those with it, and another one took the run over. */
  public void requireDeathIn(String step) {
    assertThat(events).extracting(EventView::kind).containsOnlyOnce("run.taken_over");
    assertThat(events)
        .filteredOn(event -> event.kind().equals("step.outcome_unknown"))
        .extracting(EventView::step)
        .contains(step)
        .isSubsetOf(together(step));
  }

  private List<String> together(String step) {
    int position =
        runs.steps(run).stream()
            .filter(s -> s.id().equals(step))
            .findFirst()
            .orElseThrow()
            .position();
    return runs.steps(run).stream()
        .filter(s -> s.position() == position)
        .map(StepView::id)
        .toList();
  }
}
