package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping and checking a restored server, by a real shell. */
class RestoredServerScriptsTest {
  @TempDir Path root;
  private ScriptHost host;
  private Process server;

  @BeforeEach
  void host() {
    host = new ScriptHost(root);
    host.write("lib/15/main/PG_VERSION", "15");
    mark("this");
    host.program("pg_ctl", "echo pg_ctl \"$@\" >>" + Shell.quote(root.resolve("calls").toString()));
  }

  private void mark(String run) {
    host.write("lib/15/main.understudy-restore/understudy-restore", run + "\n");
  }

  private String base() {
    return host.data() + ".understudy-restore";
  }

  private String variables() {
    return "own=yes\nbase=%s\ndata=%s\nowner=%s\nrun=this\nmark=understudy-restore\nversion=15\nbin=%s\n"
        .formatted(
            Shell.quote(base()),
            Shell.quote(host.data().toString()),
            host.cluster().owner(),
            Shell.quote(host.cluster().binDirectory()));
  }

  /** A process that works in the data directory, called as a server is: it waits for its input. */
  private void serve(String directory) throws IOException {
    Path program = host.at("bin/postgres");
    Files.copy(Path.of("/bin/sh").toRealPath(), program);
    String wait = "echo; read -r line";
    server =
        new ProcessBuilder(program.toString(), "-c", wait, "-D", directory)
            .directory(host.data().toFile())
            .start();
    assertThat(server.getInputStream().read()).isEqualTo('\n');
  }

  private List<String> stop() {
    ScriptHost.Outcome outcome =
        host.run("set -eu\n" + variables() + RestoredControl.PROCESS + RestoredControl.STOP);
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    return host.called();
  }

  @Test
  void theServerOfTheRunIsStopped() throws Exception {
    serve(base());
    assertThat(stop()).containsExactly("pg_ctl -s -w -t 300 -m fast -D " + base() + " stop");
  }

  /** A person has put the data back and started it, and then cancels the run. */
  @Test
  void anotherServerInTheSamePlaceIsLeftAlone() throws Exception {
    serve(host.data().toString());
    assertThat(stop()).isEmpty();
  }

  @Test
  void theServerOfAnotherRunIsLeftAlone() throws Exception {
    mark("another");
    serve(base());
    assertThat(stop()).isEmpty();
  }

  private String check() {
    ScriptHost.Outcome outcome = host.run(variables() + "port=5432\n" + DrillIntegrityStep.JOB);
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    return host.read(Path.of(base(), "checked")).strip();
  }

  private void control(String running) {
    host.program(
        "pg_ctl",
        """
        for word in "$@"; do :; done
        case $word in
          status) [ -e %1$s ];;
          start) %2$s;;
          stop) rm -f %1$s;;
        esac"""
            .formatted(Shell.quote(host.at("running").toString()), running));
    host.program(
        "pg_amcheck",
        "[ -e %s ] || { echo no server; exit 1; }"
            .formatted(Shell.quote(host.at("running").toString())));
    host.write("lib/15/main/control", "");
  }

  /** The attempt before it stopped the server, and ended before it had its results. */
  @Test
  void aServerThatWasStoppedIsStartedForTheCheck() {
    control("touch " + Shell.quote(host.at("running").toString()));
    assertThat(check()).isEqualTo("{\"amcheck\":\"passed\",\"checksums\":\"off\"}");
    assertThat(host.at("running")).doesNotExist();
  }

  @Test
  void aServerThatDoesNotStartHasNotPassed() {
    control("exit 1");
    assertThat(check()).contains("\"amcheck\":\"failed: no server");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }
}
