package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.RestoreWrapper.Mode;
import dev.understudy.archive.RestoreWrapper.Patience;
import dev.understudy.common.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script as PostgreSQL calls it, by a real shell, before an archiver that does as told. */
@Timeout(120)
class RestoreWrapperTest {
  private static final String SEGMENT = "000000020000000000000007";

  @TempDir Path root;
  private Path directory;
  private Path salvage;
  private Path archiver;

  private record Outcome(int exit, String output) {}

  @BeforeEach
  void archiver() throws IOException {
    directory = Files.createDirectories(root.resolve("it's 100% $HOME \"quoted\""));
    salvage = Files.createDirectory(directory.resolve("salvage"));
    Files.createDirectory(directory.resolve("pg_wal"));
    archiver = directory.resolve("archiver");
    // Each call takes the next line of the plan: an exit code, and what it writes.
    Files.writeString(
        archiver,
        """
        #!/bin/sh
        here=$(dirname "$0")
        echo "$1" >> "$here/calls"
        line=$(sed -n "$(wc -l < "$here/calls")p" "$here/plan")
        [ -n "$line" ] || line=$(tail -n 1 "$here/plan")
        [ "${line#* }" = "$line" ] || printf '%s' "${line#* }" > "$2"
        [ "${line%% *}" != hang ] || exec sleep 600
        exit "${line%% *}"
        """);
    Files.setPosixFilePermissions(archiver, PosixFilePermissions.fromString("rwx------"));
  }

  private Outcome restore(Mode mode, String... plan) throws Exception {
    Files.write(directory.resolve("plan"), List.of(plan));
    return restore(mode, fake());
  }

  private Fetch fake() {
    return Fetch.command(Shell.quote(archiver.toString()).replace("%", "%%") + " %f \"%p\"");
  }

  private Path install(Fetch fetch, Duration limit) throws IOException {
    RestoreWrapper wrapper =
        new RestoreWrapper(
            fetch,
            salvage.toString(),
            limit,
            new Patience(2, Duration.ZERO),
            new Patience(4, Duration.ZERO));
    Path script = directory.resolve("restore");
    Files.writeString(script, wrapper.script());
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private Outcome restore(Mode mode, Fetch fetch) throws Exception {
    Path script = install(fetch, Duration.ofSeconds(1));
    // What PostgreSQL does with its setting.
    String command =
        RestoreWrapper.command(script.toString(), mode)
            .replace("%f", SEGMENT)
            .replace("%p", "pg_wal/RECOVERYXLOG")
            .replace("%r", "000000020000000000000005")
            .replace("%%", "%");
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private int calls() throws IOException {
    Path calls = directory.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private List<String> wal() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("pg_wal"))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  @ParameterizedTest(name = "{0} of {1}: exit {2} after {3} calls")
  @CsvSource({
    // it is there
    "STANDBY, 0 wal, 0, 1",
    "RECOVERY, 0 wal, 0, 1",
    // the archive says that it is not
    "STANDBY, 1, 1, 1",
    "RECOVERY, 1, 1, 1",
    // out of reach
    "STANDBY, 2, 1, 2",
    "RECOVERY, 2, 200, 4",
    "RECOVERY, 74, 200, 4",
    // not even installed, or killed
    "STANDBY, 127, 1, 2",
    "RECOVERY, 137, 200, 4",
    // success without a file is none
    "STANDBY, 0, 1, 2",
    "RECOVERY, 0, 200, 4",
  })
  void theExitSaysWhatPostgresqlIsToDo(Mode mode, String plan, int exit, int calls)
      throws Exception {
    assertThat(restore(mode, plan)).extracting(Outcome::exit).isEqualTo(exit);
    assertThat(calls()).isEqualTo(calls);
    assertThat(wal()).isEqualTo(exit == 0 ? List.of("RECOVERYXLOG") : List.of());
  }

  @Test
  void anArchiveThatComesBackIsWaitedFor() throws Exception {
    Outcome outcome = restore(Mode.RECOVERY, "2", "103 half", "0 wal");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.output()).contains("out of reach (2), attempt 1 of 4", "(103), attempt 2");
    assertThat(directory.resolve("pg_wal/RECOVERYXLOG")).hasContent("wal");
    assertThat(wal()).containsExactly("RECOVERYXLOG");
  }

  @Test
  void anArchiveThatComesBackWithoutTheFileEndsTheRecovery() throws Exception {
    assertThat(restore(Mode.RECOVERY, "2", "1").exit()).isEqualTo(1);
  }

  @Test
  void anArchiverThatHangsIsEnded() throws Exception {
    Outcome outcome = restore(Mode.STANDBY, "hang", "0 wal");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.output()).contains("out of reach (124)");
  }

  @Test
  void aStandbyThatWaitedInVainIsNotHeldUpAsLongAgain() throws Exception {
    restore(Mode.STANDBY, "2");
    assertThat(calls()).isEqualTo(2);
    assertThat(restore(Mode.STANDBY, "2").exit()).isEqualTo(1);
    assertThat(calls()).as("one attempt").isEqualTo(3);
    assertThat(restore(Mode.RECOVERY, "2").exit()).isEqualTo(200);
    assertThat(calls()).as("a recovery has patience").isEqualTo(7);

    assertThat(restore(Mode.STANDBY, "0 wal").exit()).isZero();
    restore(Mode.STANDBY, "2");
    assertThat(calls()).as("it was there in between").isEqualTo(10);
  }

  @Test
  void aServerThatIsBeingPromotedIsNotHeldUp() throws Exception {
    Files.createFile(salvage.resolve(RestoreWrapper.PROMOTING));

    assertThat(restore(Mode.STANDBY, "2").exit()).isEqualTo(1);
    assertThat(calls()).as("asked once").isEqualTo(1);
    assertThat(restore(Mode.STANDBY, "0 wal").exit()).isEqualTo(1);
    assertThat(calls()).as("and then no more").isEqualTo(1);

    Files.writeString(salvage.resolve(SEGMENT), "rescued");
    assertThat(restore(Mode.STANDBY, "2").exit()).as("what was salvaged is there").isZero();
    Files.delete(salvage.resolve(SEGMENT));
    assertThat(restore(Mode.RECOVERY, "2").exit()).as("a recovery has patience").isEqualTo(200);

    Files.delete(salvage.resolve(RestoreWrapper.PROMOTING));
    assertThat(restore(Mode.STANDBY, "0 wal").exit()).as("afterwards").isZero();
  }

  @Test
  void anArchiveInReachIsAskedForAllThatItHasBeforeAPromotion() throws Exception {
    Files.createFile(salvage.resolve(RestoreWrapper.PROMOTING));

    assertThat(restore(Mode.STANDBY, "0 wal").exit()).isZero();
    assertThat(restore(Mode.STANDBY, "0 wal", "1").exit()).isEqualTo(1);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aMinuteLaterTheWholePatienceIsBack() throws Exception {
    restore(Mode.STANDBY, "2");
    Path missed = directory.resolve("pg_wal/.understudy-out-of-reach");
    Files.setLastModifiedTime(missed, FileTime.from(Instant.now().minusSeconds(61)));

    restore(Mode.STANDBY, "2");

    assertThat(calls()).isEqualTo(4);
  }

  @Test
  void aServerThatShutsDownTakesTheArchiverWithIt() throws Exception {
    Files.write(directory.resolve("plan"), List.of("hang"));
    Path script = install(fake(), Duration.ofMinutes(5));
    Process process =
        new ProcessBuilder(script.toString(), "standby", SEGMENT, "pg_wal/RECOVERYXLOG", "x")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    while (calls() == 0) {
      assertThat(process.isAlive()).isTrue();
    }
    List<ProcessHandle> archivers = process.descendants().toList();

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(archivers).isNotEmpty();
    for (ProcessHandle handle : archivers) {
      handle.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatWasSalvagedGoesFirst() throws Exception {
    Files.writeString(salvage.resolve(SEGMENT), "salvaged");

    Outcome outcome = restore(Mode.STANDBY, "0 archived");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.output()).contains(SEGMENT + " comes from " + salvage);
    assertThat(directory.resolve("pg_wal/RECOVERYXLOG")).hasContent("salvaged");
    assertThat(calls()).isZero();
    assertThat(restore(Mode.PROOF, "1").exit()).as("it proves nothing of the archive").isEqualTo(1);
  }

  @Test
  void anEmptySalvagedFileIsPassedOver() throws Exception {
    Files.createFile(salvage.resolve(SEGMENT));

    assertThat(restore(Mode.STANDBY, "0 archived").exit()).isZero();
    assertThat(directory.resolve("pg_wal/RECOVERYXLOG")).hasContent("archived");
  }

  @Test
  void aDirectoryThatIsNotMountedDoesNotLackTheFile() throws Exception {
    Path archive = directory.resolve("arch'ive 50%");
    Fetch fetch = Fetch.directory(archive.toString());

    assertThat(restore(Mode.RECOVERY, fetch).exit()).isEqualTo(200);
    Files.createDirectory(archive);
    assertThat(restore(Mode.RECOVERY, fetch).exit()).isEqualTo(200);
    Files.createFile(archive.resolve("000000020000000000000001"));
    assertThat(restore(Mode.RECOVERY, fetch).exit()).isEqualTo(1);
    Files.writeString(archive.resolve(SEGMENT), "wal");
    assertThat(restore(Mode.RECOVERY, fetch).exit()).isZero();
    assertThat(directory.resolve("pg_wal/RECOVERYXLOG")).hasContent("wal");
  }

  @Test
  void aDirectoryWhoseFileCannotBeCopiedDoesNotLackIt() throws Exception {
    Path archive = Files.createDirectories(directory.resolve("archive"));
    Files.createDirectory(archive.resolve(SEGMENT));

    assertThat(restore(Mode.RECOVERY, Fetch.directory(archive.toString())).exit()).isEqualTo(200);
  }

  @Test
  void theUsersCommandIsCalledAsPostgresqlWouldCallIt() throws Exception {
    Fetch fetch = Fetch.command("printf '%%s' \"%f by way of '%r'\" 100%%x > %p");

    assertThat(restore(Mode.STANDBY, fetch).exit()).isZero();
    assertThat(directory.resolve("pg_wal/RECOVERYXLOG"))
        .hasContent(SEGMENT + " by way of '000000020000000000000005'100%x");
  }

  @ParameterizedTest(name = "{0} of {1}: exit {2}")
  @CsvSource({
    "STANDBY, 1, 0",
    "STANDBY, 2, 0",
    // an archive that ends a recovery, or is to be proved, is the one that is configured
    "RECOVERY, 1, 1",
    "PROOF, 1, 1",
    "PROOF, 2, 1",
  })
  void theArchiveBeforeThisOneServesAStandbyAlone(Mode mode, String plan, int exit)
      throws Exception {
    Path before =
        Files.move(
            install(Fetch.command("printf before > \"%p\""), Duration.ofSeconds(9)),
            directory.resolve("restore.proved"));

    assertThat(restore(mode, plan).exit()).isEqualTo(exit);
    assertThat(wal()).isEqualTo(exit == 0 ? List.of("RECOVERYXLOG") : List.of());
    Files.delete(before);
    assertThat(restore(Mode.STANDBY, "1").exit()).isEqualTo(1);
  }

  @Test
  void aLackInBothArchivesIsALack() throws Exception {
    Files.move(
        install(Fetch.command("exit 2"), Duration.ofSeconds(9)),
        directory.resolve("restore.proved"));

    assertThat(restore(Mode.STANDBY, "1").exit()).isEqualTo(1);
    assertThat(wal()).isEmpty();
  }

  @Test
  void whatIsLeftOfAnEarlierCallIsCleared() throws Exception {
    Files.writeString(directory.resolve("pg_wal/RECOVERYXLOG.understudy-1-1"), "old");

    restore(Mode.STANDBY, "1");

    assertThat(wal()).isEmpty();
  }

  @Test
  void pgBackRestIsCalledWithItsConfiguration() {
    assertThat(Fetch.pgBackRest("/etc/under study/pgbackrest.conf", "orders").command())
        .isEqualTo(
            "exec pgbackrest '--config=/etc/under study/pgbackrest.conf' --stanza=orders"
                + " archive-get \"%f\" \"%p\"");
  }
}
