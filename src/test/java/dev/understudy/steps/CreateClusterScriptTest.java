package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Laying out a cluster, by a real shell. */
class CreateClusterScriptTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() throws IOException {
    host = new ScriptHost(root);
    Files.delete(host.at("etc/15/main/start.conf"));
    Files.delete(host.at("etc/15/main"));
    host.program("pg_createcluster", "mkdir \"" + host.at("etc/15/main") + "\"");
  }

  private ScriptHost.Outcome create() {
    return host.run(StandbyCreateClusterStep.creation(host.cluster(), "run7"));
  }

  @Test
  void marksTheDirectoryBeforeItExists() {
    host.program(
        "pg_createcluster",
        "test -e '" + host.marker() + "' && mkdir \"" + host.at("etc/15/main") + "\"");

    ScriptHost.Outcome outcome = create();

    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(0);
    assertThat(host.marker()).hasContent("run7");
  }

  @Test
  void beginsAgainAfterALayoutThatBrokeOff() {
    host.write("etc/15/main/postgresql.conf", "");
    host.database(ScriptHost.OTHER_SYSTEM, 1, 16384);
    host.write("lib/15/main.understudy-incomplete", "run6\n");

    ScriptHost.Outcome outcome = create();

    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(0);
    assertThat(host.at("etc/15/main/postgresql.conf")).doesNotExist();
    assertThat(host.data()).isEmptyDirectory();
  }

  @Test
  void refusesDataThatNoClusterIsConfiguredFor() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 16384);
    assertRefused("is not empty");
    assertThat(host.data().resolve("base/5/1259")).exists();
  }

  @Test
  void refusesAConfigurationOfSomebodyElse() {
    host.write("etc/15/main/postgresql.conf", "port = 5433\n");
    assertRefused("is there already");
    assertThat(host.at("etc/15/main/postgresql.conf")).exists();
  }

  @Test
  void refusesADirectoryThatServedInSpiteOfTheMarker() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 16384);
    host.write("lib/15/main/postmaster.opts", "");
    host.write("lib/15/main.understudy-incomplete", "run6\n");
    assertRefused("a server was started");
    assertThat(host.data().resolve("base/5/1259")).exists();
  }

  private void assertRefused(String why) {
    ScriptHost.Outcome outcome = create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.stderr()).contains(why);
  }
}
