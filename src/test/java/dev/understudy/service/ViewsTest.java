package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.PlannedChange;
import dev.understudy.api.ProgressView;
import dev.understudy.api.RunEvent;
import dev.understudy.api.RunSummary;
import dev.understudy.workflow.AttemptView;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.EventView;
import dev.understudy.workflow.Phase;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.definition.Urgency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's records as they are printed. */
class ViewsTest {
  private static final Instant BEGAN = Instant.parse("2026-11-24T22:00:00Z");

  @ParameterizedTest(name = "reason {0}, remedy {1}")
  @CsvSource({
    "'', '',",
    "no space, '', no space",
    "no space, make room, no space (make room)",
    "'', make room,"
  })
  void aRunsReasonNamesItsRemedy(String reason, String remedy, String shown) {
    RunSummary summary = Views.summary(run(reason, remedy));
    assertThat(summary.reason()).isEqualTo(shown);
    assertThat(summary.id()).isEqualTo("r1");
    assertThat(summary.workflow()).isEqualTo("provision");
    assertThat(summary.cluster()).isEqualTo("orders");
    assertThat(summary.status()).isEqualTo("waiting");
  }

  @Test
  void theNewestProgressOfAStepIsShown() {
    Map<String, AttemptView> newest =
        Views.newestAttempts(
            List.of(
                attempt(1, "bravo", new Progress(1, 9, "bytes", "")),
                attempt(2, "bravo", new Progress(2, 9, "bytes", "")),
                attempt(3, "bravo", null),
                attempt(4, "charlie", new Progress(3, 9, "bytes", "half"))));
    assertThat(newest.keySet())
        .containsExactlyInAnyOrder("base-backup/bravo", "base-backup/charlie");
    assertThat(newest.get("base-backup/bravo").seq()).isEqualTo(2);
    assertThat(Views.progress(newest.get("base-backup/charlie")))
        .isEqualTo(new ProgressView(3, 9, "bytes", "half", null));
  }

  @Test
  void eventsKeepTheirWords() {
    EventView event =
        new EventView(
            7,
            "r1",
            3,
            "orders",
            "slot",
            "bravo",
            "step.done",
            "running",
            "done",
            "done: x",
            2,
            BEGAN);
    RunEvent shown = Views.event(event, 2);
    assertThat(shown.step()).isEqualTo("slot");
    assertThat(shown.node()).isEqualTo("bravo");
    assertThat(shown.kind()).isEqualTo("step.done");
    assertThat(shown.status()).isEqualTo("done");
    assertThat(shown.attempt()).isEqualTo(2);
    assertThat(shown.at()).isEqualTo(BEGAN);
  }

  @Test
  void plannedChangesKeepAllTheyHave() {
    Change change = Change.of("file", "/a", "x", "y").withRestart();
    assertThat(
            Views.change(
                new dev.understudy.workflow.PlannedChange("alpha", "settings", change, true)))
        .isEqualTo(new PlannedChange("alpha", "settings", "file", "/a", "x", "y", true, true));
  }

  private static RunView run(String reason, String remedy) {
    return new RunView(
        "r1",
        "orders",
        "provision",
        "hash",
        Map.of(),
        Urgency.ROUTINE,
        true,
        RunStatus.WAITING,
        RunView.Intent.COMPLETE,
        reason,
        remedy,
        null,
        1,
        "eve",
        BEGAN,
        BEGAN,
        null);
  }

  private static AttemptView attempt(long seq, String node, @Nullable Progress progress) {
    return new AttemptView(
        seq,
        "r1",
        "base-backup",
        node,
        1,
        Phase.APPLY,
        1,
        BEGAN,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        progress);
  }
}
