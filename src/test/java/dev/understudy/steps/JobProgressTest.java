package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What detached jobs print, read by a real shell as progress, and left out of errors. */
class JobProgressTest {
  private static final String COPYING =
      """
      pg_basebackup: initiating base backup, waiting for checkpoint to complete
      pg_basebackup: checkpoint completed
          0/23183 kB (0%), 0/1 tablespace (/data/backup_label)
       9000/23183 kB (38%), 0/1 tablespace (/data/base/5/1255)
      pg_basebackup: error: could not write to file "/data/base/5/2": No space left on device
      """;

  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root.resolve("a 'b\" $c"));
    host.write("job/script", "");
  }

  private String backup(String printed) {
    Path out = host.write("job/out", printed);
    return host.run(BaseBackupJob.progress(out.toString(), host.cluster().dataDirectory()))
        .stdout();
  }

  private String apt(String printed) {
    return host.run(AptJob.progress(host.write("job/out", printed).toString())).stdout();
  }

  @Test
  void aBackupCountsItself() {
    assertThat(backup(COPYING)).isEqualTo("9216000 23739392\n");
    assertThat(backup(COPYING.replace("\n", "\r"))).isEqualTo("9216000 23739392\n");
  }

  @Test
  void aBackupThatCountsNothingYetWaitsForItsCheckpoint() {
    assertThat(backup("")).matches("[0-9]+ - waiting for the checkpoint of the primary .*\n");
  }

  @Test
  void aBackupThatIsAllThereIsSynced() {
    String synced = COPYING + "pg_basebackup: syncing data to disk ...\n";
    assertThat(backup(synced)).matches("[0-9]+ - writing the copy to disk\n");
    assertThat(backup(synced + "pg_basebackup: base backup completed\n"))
        .isEqualTo("9216000 23739392\n");
  }

  @Test
  void aCheckThatHasNotBegunOrHasEndedSaysNothing() {
    assertThat(backup(COPYING + BaseBackupJob.VERIFYING + "\n")).isEmpty();
  }

  @Test
  void anErrorOfABackupIsShownWithoutItsCounting() {
    assertThat(BaseBackupJob.words(COPYING))
        .doesNotContain("kB (")
        .endsWith("No space left on device");
  }

  @Test
  void aWaitForALockNamesItsHolder() {
    String waits =
        "3 apt is locked by apt-get (process 12)\n4 apt is locked by dpkg (process 13)\n";
    assertThat(apt(waits)).isEqualTo("4 - apt is locked by dpkg (process 13)\n");
    assertThat(apt(waits + "Reading package lists...\n")).isEqualTo("4 - installing\n");
    assertThat(apt("Reading package lists...\n")).isEmpty();
    assertThat(apt(waits + "apt is locked by dpkg (process 13), for more than 5 s now\n"))
        .isEmpty();
    assertThat(AptJob.words(waits + "apt is locked by dpkg (process 13), for more than 5 s now\n"))
        .isEqualTo("apt is locked by dpkg (process 13), for more than 5 s now");
  }
}
