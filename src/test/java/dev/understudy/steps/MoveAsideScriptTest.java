package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renaming a data directory, by a real shell. */
class MoveAsideScriptTest {
  private static final String SUFFIX = ".understudy-20261124T120000Z";

  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root.resolve("a 'b\" $c"));
  }

  private ScriptHost.Outcome move() {
    return host.run(MoveAsideScript.of(host.cluster(), ScriptHost.OWN_SYSTEM, 3, SUFFIX));
  }

  @Test
  void keepsAnOldCopyUnderAnotherNameAndLeavesAnEmptyDirectory() {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).write("lib/15/main.understudy-incomplete", "r");

    assertThat(move()).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(host.neighbours()).containsExactly("main", "main" + SUFFIX);
    assertThat(host.data()).isEmptyDirectory();
    assertThat(host.at("lib/15/main" + SUFFIX + "/base/5/1259")).exists();
    assertThat(host.at("etc/15/main/start.conf")).hasContent("manual");
    assertThat(host.called().toString()).contains("stop");
  }

  @Test
  void doesNothingWhereNothingIs() throws IOException {
    Files.createDirectories(host.data());

    assertThat(move().exit()).isEqualTo(0);

    assertThat(host.called()).isEmpty();
    assertThat(host.neighbours()).containsExactly("main");
  }

  @Test
  void refusesANewerTimelineBeforeItStopsAnything() {
    host.database(ScriptHost.OWN_SYSTEM, 4, 99999);
    assertRefused("newer timeline");
  }

  private ScriptHost.Outcome moveStopped(String run) {
    return host.run(MoveAsideScript.ofStopped(host.cluster(), ScriptHost.OWN_SYSTEM, SUFFIX, run));
  }

  @Test
  void whatStandsStillIsMovedForAPersonWhateverItsTimeline() {
    host.database(ScriptHost.OWN_SYSTEM, 9, 99999);

    assertThat(moveStopped("")).extracting(ScriptHost.Outcome::exit).isEqualTo(0);
    assertThat(host.neighbours()).containsExactly("main", "main" + SUFFIX);
  }

  @Test
  void dataOfAnotherSystemIsNotMovedForAPerson() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 99999);

    assertThat(moveStopped("").exit()).isEqualTo(3);
    assertThat(host.neighbours()).containsExactly("main");
  }

  @Test
  void refusesAStandby() {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).write("lib/15/main/standby.signal", "");
    assertRefused("says of itself that it is a standby");
  }

  private ScriptHost.Outcome setAside() {
    return host.run(
        MoveAsideScript.ofStandby(host.cluster(), ScriptHost.OWN_SYSTEM, 3, SUFFIX, "run 7"));
  }

  @Test
  void setsAStandbyAsideWhenAPersonSaidSoAndNotesTheRun() {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).write("lib/15/main/standby.signal", "");

    assertThat(setAside()).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(host.neighbours()).containsExactly("main", "main" + SUFFIX);
    assertThat(host.at("lib/15/main" + SUFFIX + "/understudy-set-aside")).hasContent("run 7");
    assertThat(host.at("lib/15/main" + SUFFIX + "/base/5/1259")).exists();
    assertThat(host.at("etc/15/main/start.conf")).hasContent("manual");
  }

  @Test
  void theNoteIsOnDiskBeforeTheDirectoryIsRenamed() {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).write("lib/15/main/standby.signal", "");
    Path synced = host.at("synced");
    host.program("sync", "{ printf '%s|' \"$@\"; echo; } >>" + Shell.quote(synced.toString()));

    assertThat(setAside()).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(host.read(synced).lines())
        .contains(host.data() + "/understudy-set-aside|" + host.data() + "|");
  }

  @Test
  void setsNothingAsideThatIsNoStandby() {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999);
    assertRefused(setAside(), "does not say of itself that it is a standby");
  }

  @Test
  void setsNoStandbyOfAnotherClusterAside() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 9999).write("lib/15/main/standby.signal", "");
    assertRefused(setAside(), "is of another system");
  }

  @Test
  void setsNoStandbyOnANewerTimelineAside() {
    host.database(ScriptHost.OWN_SYSTEM, 4, 99999).write("lib/15/main/standby.signal", "");
    assertRefused(setAside(), "newer timeline");
  }

  @Test
  void writesItsNoteThroughNoLink() throws IOException {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).write("lib/15/main/standby.signal", "");
    Path victim = host.write("victim", "untouched");
    Files.createSymbolicLink(host.data().resolve("understudy-set-aside"), victim);

    assertThat(setAside()).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    assertThat(victim).hasContent("untouched");
  }

  @Test
  void refusesDataOfItsOwn() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 24576);
    assertRefused("holds data of its own");
  }

  @Test
  void refusesATableThatNoCheckpointHasSeenYet() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 16384).write("lib/15/main/base/5/16385", "");
    assertRefused("holds data of its own");
  }

  @Test
  void refusesASymbolicLink() throws IOException {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999);
    Files.move(host.data(), host.at("elsewhere"));
    Files.createSymbolicLink(host.data(), host.at("elsewhere"));
    assertRefused("is a symbolic link");
  }

  @Test
  void refusesAControlFileThatCannotBeRead() {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999).program("pg_controldata", "exit 1");
    assertRefused("no sound control file");
  }

  private void assertRefused(String why) {
    assertRefused(move(), why);
  }

  private void assertRefused(ScriptHost.Outcome outcome, String why) {
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.stderr()).startsWith("refused: ").contains(why);
    assertThat(host.called()).isEmpty();
    assertThat(host.neighbours()).containsExactly("main");
    assertThat(host.at("etc/15/main/start.conf")).hasContent("auto");
  }

  @Test
  void putsTheStartBackWhenTheStoppedDataTurnsOutToBeUsed() {
    host.database(ScriptHost.OTHER_SYSTEM, 1, 16384);
    String stopped =
        "sed -i s/16384/24576/ " + Shell.quote(host.at("lib/15/main/control").toString());
    host.program("systemctl", stopped);
    host.program("pg_ctlcluster", stopped);

    ScriptHost.Outcome outcome = move();

    assertThat(outcome.stderr()).contains("holds data of its own");
    assertThat(host.neighbours()).containsExactly("main");
    assertThat(host.at("etc/15/main/start.conf")).hasContent("auto");
  }

  @Test
  void movesTablespacesAlong() throws IOException {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999);
    Path place = host.write("space one/PG_15_202209061/5/16400", "row").getParent();
    Path space = place.getParent().getParent();
    Files.createDirectories(host.data().resolve("pg_tblspc"));
    Files.createSymbolicLink(host.data().resolve("pg_tblspc/16399"), space);

    assertThat(move()).extracting(ScriptHost.Outcome::exit).isEqualTo(0);

    Path moved = Path.of(space + SUFFIX);
    assertThat(space).doesNotExist();
    assertThat(moved.resolve("PG_15_202209061/5/16400")).hasContent("row");
    assertThat(host.at("lib/15/main" + SUFFIX + "/pg_tblspc/16399").toRealPath())
        .isEqualTo(moved.toRealPath());
  }

  @Test
  void refusesATablespaceThatAnotherClusterUsesToo() throws IOException {
    host.database(ScriptHost.OWN_SYSTEM, 2, 99999);
    Path space = host.write("space/PG_14_202107181/5/16400", "x").getParent().getParent();
    host.write("space/PG_15_202209061/5/16400", "x");
    Files.createDirectories(host.data().resolve("pg_tblspc"));
    Files.createSymbolicLink(host.data().resolve("pg_tblspc/16399"), space.getParent());
    assertRefused("holds more than this cluster's data");
  }
}
