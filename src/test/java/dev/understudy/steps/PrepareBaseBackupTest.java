package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making room for a base backup, by a real shell. */
class PrepareBaseBackupTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root.resolve("a 'b\" $c"));
  }

  private ScriptHost.Outcome prepare(Path... tablespaces) {
    List<String> places = List.of(tablespaces).stream().map(Path::toString).toList();
    return host.run(StandbyBaseBackupStep.preparation("run.base-backup.2", host.cluster(), places));
  }

  @Test
  void makesAMarkedEmptyDirectoryWithItsParents() {
    Path place = host.at("some space");

    assertThat(prepare(place)).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(host.data()).isEmptyDirectory();
    assertThat(place).isEmptyDirectory();
    assertThat(host.marker()).hasContent("run.base-backup.2\n" + place);
    assertThat(host.at("etc/15/main/start.conf")).hasContent("manual");
  }

  @Test
  void emptiesWhatAnEarlierAttemptBegan() {
    host.database(ScriptHost.OWN_SYSTEM, 1, 16384);
    Path place = host.at("space");
    host.write("space/PG_15_202209061/5/16400", "x");
    host.write("lib/15/main.understudy-incomplete", "run.base-backup.1\n" + place + "\n");

    assertThat(prepare(place)).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(host.data()).isEmptyDirectory();
    assertThat(place).isEmptyDirectory();
    assertThat(host.read(host.marker())).startsWith("run.base-backup.2\n");
  }

  @Test
  void emptiesTablespacesAlsoWhenTheDirectoryWasEmptiedAlready() throws IOException {
    Files.createDirectories(host.data());
    Path place = host.at("space");
    host.write("space/PG_15_202209061/5/16400", "x");
    host.write("lib/15/main.understudy-incomplete", "run.base-backup.1\n" + place + "\n");

    assertThat(prepare(place)).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void refusesADirectoryWithoutMarker() {
    host.database(ScriptHost.OWN_SYSTEM, 1, 16384);
    assertRefused("no run of ours is making it");
    assertThat(host.data().resolve("base/5/1259")).exists();
  }

  @Test
  void refusesADirectoryInWhichAServerWasStartedInSpiteOfTheMarker() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 24576);
    host.write("lib/15/main/postmaster.opts", "postgres\n");
    host.write("lib/15/main.understudy-incomplete", "run.base-backup.1\n");
    assertRefused("a server was started");
    assertThat(host.data().resolve("base/5/1259")).exists();
  }

  @Test
  void leavesAnotherVersionsTablespaceAlone() {
    Path place = host.at("space");
    host.write("space/PG_14_202107181/5/16400", "x");
    host.write("lib/15/main.understudy-incomplete", "run.base-backup.1\n" + place + "\n");
    assertRefused("is not empty", place);
    assertThat(place.resolve("PG_14_202107181/5/16400")).exists();
  }

  @Test
  void writesThroughNoLinkInTheMarkersPlace() throws IOException {
    Path victim = host.write("victim", "precious");
    Files.createDirectories(host.marker().getParent());
    Files.createSymbolicLink(host.marker(), victim);
    Files.createSymbolicLink(Path.of(host.marker() + ".new"), victim);

    assertThat(prepare()).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(victim).hasContent("precious");
    assertThat(host.marker()).hasContent("run.base-backup.2");
  }

  @Test
  void waitsForABaseBackupThatStillRuns() throws IOException {
    // The name of the program does not matter, its argument does.
    Process backup = new ProcessBuilder("sh", "-c", "read line", "--pgdata=" + host.data()).start();
    try {
      ScriptHost.Outcome outcome = prepare();
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(75);
      assertThat(outcome.stderr()).contains("still runs (process " + backup.pid());
    } finally {
      backup.destroyForcibly();
    }
  }

  private void assertRefused(String why, Path... tablespaces) {
    ScriptHost.Outcome outcome = prepare(tablespaces);
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.stderr()).startsWith("refused: ").contains(why);
  }
}
