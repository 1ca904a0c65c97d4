package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables refuse whoever writes to them. */
class StoredTablesTest extends RigTest {
  private String run;

  @BeforeEach
  void oneRun() {
    rig.file("name: job\nsteps: [{ id: one, uses: make }]");
    rig.start();
    run = rig.begin("job");
    rig.await(run, RunStatus.DONE);
    rig.engine.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE event SET text = 'nothing happened'",
        "DELETE FROM event",
        "UPDATE definition SET text = 'name: other'",
        "UPDATE lease SET term = 0",
        "UPDATE run SET status = 'fine'",
        "UPDATE step SET status = 'fine'",
        "UPDATE step SET timed_out = 'never'",
        "UPDATE attempt SET outcome = 'maybe'",
        "UPDATE attempt SET phase = 'look'",
        "UPDATE attempt SET ended_at = NULL",
        "UPDATE run SET inputs = 'x: y'",
        "UPDATE step SET attempts = 'many'",
        "INSERT INTO signal (kind, requested_by, requested_at) VALUES ('explode', 'me', 'now')",
        "DELETE FROM run"
      })
  void refuse(String statement) {
    assertThatThrownBy(() -> rig.store.writer().useHandle(handle -> handle.execute(statement)))
        .hasStackTraceContaining("SQLITE_CONSTRAINT");
  }

  @Test
  void canBeReadByAPerson() {
    List<Map<String, Object>> rows =
        rig.store
            .reader()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT r.workflow, r.status, s.id, s.node, s.status AS step,
                                   s.attempts, s.ended_at
                            FROM run r JOIN step s ON s.run = r.id
                            """)
                        .mapToMap()
                        .list());

    assertThat(rows)
        .containsExactly(
            Map.of(
                "workflow", "job",
                "status", "done",
                "id", "one",
                "node", "service",
                "step", "done",
                "attempts", 1,
                "ended_at", "2026-03-01T10:00:00.000Z"));
  }

  @Test
  void refuseAMoveThatTheTableOfTransitionsDoesNotHave() {
    RunView done = rig.run(run);
    assertThatThrownBy(() -> Transitions.RUN.find(done.status(), RunEvent.ACQUIRED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a run in DONE cannot ACQUIRED");
  }
}
