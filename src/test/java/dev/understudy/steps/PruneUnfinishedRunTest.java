package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kept copy whose note a run still needs is not removed: by it the run knows its own work. */
class PruneUnfinishedRunTest {
  private static final String KEPT = "lib/15/main.understudy-20261124T225814Z";
  private static final String DEFINITION =
      "INSERT INTO definition VALUES ('hash', 'copy-anew', 'file', 'text', 'now')";
  private static final String RUN =
      "INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates, status,"
          + " requested_by, created_at) VALUES (?, 'orders', 'copy-anew', 'hash', '{}', 'routine',"
          + " 1, ?, 'test', '2026-11-24T22:58:14Z')";

  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void aKeptCopy() {
    host = new ScriptHost(root.resolve("a 'b\" $c"));
    host.write(KEPT + "/understudy-set-aside", "run-7\n");
  }

  private ScriptHost.Outcome prune(String... unfinished) {
    return host.run(HostPruneStep.script(List.of(host.at(KEPT).toString()), List.of(unfinished)));
  }

  @Test
  void staysWhileTheRunThatSetItAsideMayGoOn() {
    ScriptHost.Outcome outcome = prune("run-9", "run-7");

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.stderr()).contains("run run-7 set", "resume or cancel it first");
    assertThat(host.at(KEPT + "/understudy-set-aside")).exists();
  }

  @ParameterizedTest
  @CsvSource({"''", "run-9", "run-77"})
  void goesWhenThatRunHasEnded(String unfinished) {
    ScriptHost.Outcome outcome = unfinished.isEmpty() ? prune() : prune("run-8", unfinished);

    assertThat(outcome).extracting(ScriptHost.Outcome::exit).isEqualTo(0);
    assertThat(host.at(KEPT)).doesNotExist();
  }

  @Test
  void goesWhenNoRunIsNoted() throws Exception {
    Files.delete(host.at(KEPT + "/understudy-set-aside"));

    assertThat(prune("run-7")).extracting(ScriptHost.Outcome::exit).isEqualTo(0);
    assertThat(host.at(KEPT)).doesNotExist();
  }

  @Test
  void runsAtRestCountAsUnfinished() {
    try (SiteRig rig = new SiteRig(root)) {
      rig.registry().change(handle -> handle.execute(DEFINITION), changes -> {});
      for (String status : List.of("waiting", "paused", "done", "failed", "cancelled")) {
        rig.registry().change(handle -> handle.execute(RUN, status, status), changes -> {});
      }
      assertThat(new HostPruneStep(rig.sites(), rig.runs()).unfinished("orders"))
          .containsExactlyInAnyOrder("waiting", "paused");
    }
  }
}
