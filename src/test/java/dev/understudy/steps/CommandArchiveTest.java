package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an archive holds that only gives back, run by a real shell. */
class CommandArchiveTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void wal() {
    host = new ScriptHost(root);
    List.of("A", "B", "C").forEach(name -> host.write("lib/15/main/pg_wal/" + name, "of " + name));
  }

  private ScriptHost.Outcome ask(String restoreScript) {
    host.program("restore-wal", "name=$2 file=$3; " + restoreScript);
    return host.run(
        CommandArchive.compare(
            List.of("A", "B", "C", "gone"),
            host.data() + "/pg_wal",
            host.at("bin/restore-wal").toString(),
            host.data().toString()));
  }

  @Test
  void whatItGivesBackUnchangedItHolds() {
    ScriptHost.Outcome outcome = ask("[ $name != B ] || exit 1; echo -n of $name >$file");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.stdout().lines()).containsExactly("same A", "same C");
  }

  @Test
  void anotherContentIsNamed() {
    ScriptHost.Outcome outcome = ask("[ $name = B ] || exit 1; echo -n another >$file");

    assertThat(outcome.stdout().lines()).containsExactly("other B");
  }

  @Test
  void outOfReachIsNoLack() {
    ScriptHost.Outcome outcome = ask("echo understudy: the archive is out of reach >&2; exit 1");

    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.stderr()).contains("out of reach");
    assertThat(outcome.stdout()).isEmpty();
  }

  @Test
  void nothingStaysBehind() {
    host.program("mktemp", "mkdir " + host.at("fetched") + "; echo " + host.at("fetched"));
    ask("echo -n of $name >$file");

    assertThat(host.at("fetched")).doesNotExist();
  }
}
