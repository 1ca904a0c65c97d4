package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making the directory of a restore, by a real shell. */
class RestoreDirectoryScriptTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root);
    host.write("srv/other", "");
  }

  private ScriptHost.Outcome make(String directory, String again) {
    String variables =
        "set -eu\nlabel=20261130-010000F\nsize=1200\nagain=%s\nown=no\nbase=%s\ndata=%s\n"
            + "owner=%s\nrun=this\nmark=understudy-restore\nversion=15\nbin=%s\n";
    String base = host.at(directory).toString();
    return host.run(
        RestoreDirectoryStep.making(
            variables.formatted(
                again,
                Shell.quote(base),
                Shell.quote(base + "/data"),
                host.cluster().owner(),
                Shell.quote(host.cluster().binDirectory()))));
  }

  private void assertMade(ScriptHost.Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    assertThat(host.read(host.at("srv/restored/understudy-restore")).lines())
        .containsExactly("this", "20261130-010000F", "1200", "made");
    for (String directory : new String[] {"data", "tablespaces", "spool", "lock"}) {
      assertThat(host.at("srv/restored/" + directory)).isEmptyDirectory();
    }
  }

  private void assertRefused(ScriptHost.Outcome outcome, String why) {
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.stderr()).contains(why);
  }

  @Test
  void whatIsNotThereIsMade() {
    assertMade(make("srv/restored", "no"));
  }

  @Test
  void whatAPowerLossBrokeOffAfterTheMarkGoesOn() {
    host.write("srv/restored/understudy-restore", "this\n20261130-010000F\n1200\n");

    assertMade(make("srv/restored", "no"));
  }

  @Test
  void whatAnotherRunMadeStaysAsItIs() {
    host.write("srv/restored/understudy-restore", "another\n");
    host.write("srv/restored/data/file", "kept");

    assertRefused(make("srv/restored", "no"), "is not empty");
    assertThat(host.at("srv/restored/data/file")).hasContent("kept");
  }

  @Test
  void whatAnEarlierDrillLeftMakesRoom() {
    host.write("srv/restored/understudy-restore", "another\n");
    host.write("srv/restored/data/file", "left");

    assertMade(make("srv/restored", "yes"));
  }

  @Test
  void whatIsInsideADataDirectoryIsNotMade() {
    host.write("lib/15/main/PG_VERSION", "15");
    host.write("lib/15/main/base/1/1259", "x");

    assertRefused(make("lib/15/main/base/restored", "no"), "is inside a data directory");
    assertThat(host.at("lib/15/main/base/restored")).doesNotExist();
  }
}
