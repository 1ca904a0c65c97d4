package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look at a data directory, by a real shell. */
class LookScriptTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root.resolve("a 'b\" $c"));
  }

  private DataDirectoryFacts look() {
    ScriptHost.Outcome outcome = host.run(DataDirectoryFacts.reportScript(host.cluster()));
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(0);
    return DataDirectoryFacts.parse(host.cluster().dataDirectory(), outcome.stdout());
  }

  @Test
  void seesThatNothingIsThere() {
    assertThat(look().exists()).isFalse();
  }

  @Test
  void seesAnEmptyDirectoryBehindALink() throws IOException {
    Files.createDirectories(host.at("elsewhere"));
    Files.createDirectories(host.data().getParent());
    Files.createSymbolicLink(host.data(), host.at("elsewhere"));
    assertThat(look()).matches(facts -> !facts.exists() && facts.link());
  }

  @Test
  void readsTheControlFile() {
    host.database(ScriptHost.OWN_SYSTEM, 7, 20000);
    DataDirectoryFacts facts = look();
    assertThat(facts.systemId()).isEqualTo(ScriptHost.OWN_SYSTEM);
    assertThat(facts.timeline()).isEqualTo(7);
    assertThat(facts.nextOid()).isEqualTo(20000);
    assertThat(facts.newestFile()).isEqualTo(1259);
    assertThat(facts.databases()).isEqualTo(2);
    assertThat(facts.standby() || facts.running() || facts.started()).isFalse();
  }

  @Test
  void seesFilesThatNoCheckpointKnows() {
    host.database(ScriptHost.OWN_SYSTEM, 1, 16384);
    host.write("lib/15/main/base/5/16390_fsm", "");
    host.write("lib/15/main/base/5/16389", "");
    host.write("lib/15/main/base/5/t3_99999", "");
    assertThat(look().newestFile()).isEqualTo(16390);
  }

  @Test
  void seesMarkerAndTracesOfAStart() {
    host.database(ScriptHost.OWN_SYSTEM, 1, 16384);
    host.write("lib/15/main.understudy-incomplete", "run7\n/somewhere\n");
    assertThat(look()).matches(DataDirectoryFacts::unfinished);
    host.write("lib/15/main/postmaster.opts", "");
    assertThat(look()).matches(facts -> facts.started() && !facts.unfinished());
  }

  @Test
  void tellsStandbysFromOtherRecoveries() {
    host.database(ScriptHost.OWN_SYSTEM, 1, 16384);
    host.write("lib/15/main/recovery.conf", "restore_command = 'standby_mode'\n");
    assertThat(look().standby()).isFalse();
    host.write("lib/15/main/recovery.conf", "# x\n  standby_mode=on\n");
    assertThat(look().standby()).isTrue();
  }
}
