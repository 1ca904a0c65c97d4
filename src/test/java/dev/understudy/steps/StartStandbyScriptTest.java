package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting a standby, by a real shell: nothing that could become writable is ever started. */
class StartStandbyScriptTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root);
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).write("etc/15/main/start.conf", "manual\n");
  }

  private ScriptHost.Outcome start() {
    return host.run(ServerControl.startStandbyScript(host.cluster(), ScriptHost.OWN_SYSTEM));
  }

  @Test
  void startsACompleteStandbyAndLetsItStartAtBoots() {
    host.write("lib/15/main/standby.signal", "");

    ScriptHost.Outcome outcome = start();

    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(0);
    assertThat(host.called().toString()).contains("start");
    assertThat(host.at("etc/15/main/start.conf")).hasContent("auto");
  }

  @Test
  void forgetsTheMarkerOfADirectoryThatServedAlready() {
    host.write("lib/15/main/standby.signal", "");
    host.write("lib/15/main/postmaster.opts", "");
    host.write("lib/15/main.understudy-incomplete", "run\n");

    assertThat(start().exit()).isEqualTo(0);

    assertThat(host.marker()).doesNotExist();
  }

  @Test
  void refusesWhatDoesNotSayThatItIsAStandby() {
    assertRefused("does not say of itself that it is a standby");
  }

  @Test
  void refusesARecoveryThatEndsWritable() {
    host.write("lib/15/main/recovery.conf", "restore_command = 'cp a b'\n");
    assertRefused("does not say of itself that it is a standby");
  }

  @Test
  void refusesAnIncompleteCopy() {
    host.write("lib/15/main/standby.signal", "");
    host.write("lib/15/main.understudy-incomplete", "run\n");
    assertRefused("is not a complete copy");
  }

  @Test
  void refusesAnotherSystem() {
    host.database(ScriptHost.OTHER_SYSTEM, 2, 99999).write("lib/15/main/standby.signal", "");
    assertRefused("is of another system");
  }

  @Test
  void knowsTheStandbysOfOlderVersions() {
    host.write("lib/15/main/recovery.conf", "standby_mode = 'on'\n");
    assertThat(start().exit()).isEqualTo(0);
  }

  private void assertRefused(String why) {
    ScriptHost.Outcome outcome = start();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.stderr()).contains(why);
    assertThat(host.called()).isEmpty();
    assertThat(host.at("etc/15/main/start.conf")).hasContent("manual");
  }
}
