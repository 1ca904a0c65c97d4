package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.RoleChange;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.definition.Urgency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes of the primary that came to their end, and those that did not. */
class RoleHistoryTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");

  private static FailoverRow row(
      String run, long epoch, String old, int timeline, Optional<String> candidate, boolean ended) {
    return new FailoverRow(
        run,
        "orders",
        epoch,
        old,
        timeline,
        timeline == 0 ? "" : "0/5000148",
        BEGUN,
        Optional.empty(),
        Optional.of("ssh"),
        candidate,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ended ? Optional.of(BEGUN.plusSeconds(epoch)) : Optional.empty(),
        Optional.empty());
  }

  private static Optional<RunView> run(String id) {
    return Optional.of(
        new RunView(
            id,
            "orders",
            id.equals("1") ? "switchover" : "failover",
            "text",
            Map.of("reason", id.equals("1") ? "" : "host lost"),
            Urgency.URGENT,
            true,
            RunStatus.DONE,
            RunView.Intent.COMPLETE,
            "",
            "",
            null,
            1,
            "maria",
            BEGUN,
            BEGUN,
            BEGUN));
  }

  @Test
  void theOldestComesFirstAndWhatIsNotKnownIsLeftOut() {
    List<FailoverRow> rows =
        List.of(
            row("2", 5, "bravo", 0, Optional.of("alpha"), true),
            row("1", 4, "alpha", 1, Optional.of("bravo"), true));

    assertThat(RoleHistory.of(rows, RoleHistoryTest::run))
        .containsExactly(
            new RoleChange(
                BEGUN.plusSeconds(4),
                "switchover",
                "alpha",
                "bravo",
                5,
                1,
                "0/5000148",
                "ssh",
                "1",
                "maria",
                null),
            new RoleChange(
                BEGUN.plusSeconds(5),
                "failover",
                "bravo",
                "alpha",
                6,
                null,
                null,
                "ssh",
                "2",
                "maria",
                "host lost"));
  }

  @Test
  void oneThatCameToNothingChangedNothing() {
    List<FailoverRow> rows =
        List.of(
            row("3", 5, "bravo", 2, Optional.empty(), true),
            row("2", 5, "bravo", 2, Optional.of("alpha"), false));

    assertThat(RoleHistory.of(rows, RoleHistoryTest::run)).isEmpty();
  }
}
