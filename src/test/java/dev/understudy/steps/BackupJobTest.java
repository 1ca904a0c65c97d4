package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.JobStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job of a base backup tells of itself, by what pgBackRest 2.45 prints. */
class BackupJobTest {
  private static final String BEGUN =
      """
      2026-11-30 19:17:20.212 P00   INFO: backup command begin 2.45: --config=/etc/x --stanza=orders
      """;
  private static final String COPYING =
      BEGUN
          + "2026-11-30 19:17:21.169 P00   INFO: check archive for prior segment 0000000100000011\n";

  @TempDir Path directory;

  @Test
  void countsInBytesOfTheWholeByHundredthsOfAPercent() throws Exception {
    assertThat(progress(COPYING, "{\"execId\":\"198-b\",\"pctCplt\":4250,\"pid\":198}"))
        .isEqualTo("425000 1000000");
  }

  @Test
  void tellsWhatItWaitsForBeforeItCounts() throws Exception {
    assertThat(progress(COPYING, "{\"execId\":\"198-b\",\"pid\":198}"))
        .matches("[0-9]+ - check archive for prior segment 0000000100000011");
    assertThat(progress(BEGUN, null)).matches("[0-9]+ - backup command");
  }

  @Test
  void isThroughAtItsEndWithoutAFileThatItLocks() throws Exception {
    String end = "2026-11-30 19:17:31.018 P00   INFO: backup command end: completed successfully\n";
    assertThat(progress(COPYING + end, null)).isEqualTo("1000000 1000000");
  }

  @Test
  void itsLastWordsHoldNoCommandLine() {
    assertThat(BackupJob.lastWords(BEGUN)).isEqualTo("backup command began");
    assertThat(BackupJob.lastWords(COPYING)).startsWith("check archive");
    assertThat(BackupJob.lastWords("")).isEqualTo("nothing");
  }

  /** The command line before it names timeouts and connections of its own. */
  @Test
  void onlyItsErrorSaysWhatAFailureMeans() {
    String begun = BEGUN.replace("--config", "--io-timeout=5 --config");
    JobStatus killed = ended(begun);
    JobStatus away = ended(begun + "ERROR: [049]: unable to connect to '10.0.0.1:443': refused");

    assertThat(step().classify(killed)).isEqualTo(ErrorClass.REMOTE_EXIT);
    assertThat(step().words(killed)).endsWith("backup command began");
    assertThat(step().classify(away)).isEqualTo(ErrorClass.CONNECTION);
    assertThat(step().words(away)).contains("unable to connect").doesNotContain("io-timeout");
    String busy = "ERROR: [103]: raised from local-2 protocol: [503] Service Unavailable";
    assertThat(step().classify(ended(busy))).isEqualTo(ErrorClass.CONNECTION);
    assertThat(step().classify(ended("No space left on device"))).isEqualTo(ErrorClass.NO_SPACE);
  }

  private ArchiveBackupStep step() {
    try (SiteRig rig = new SiteRig(directory)) {
      return new ArchiveBackupStep(rig.sites(), Sleeper.SYSTEM);
    }
  }

  private static JobStatus ended(String printed) {
    return new JobStatus(JobStatus.State.ENDED, 1, -1, -1, "", printed);
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThat(BackupJob.Type.of("differential")).isEqualTo(BackupJob.Type.DIFFERENTIAL);
    assertThatThrownBy(() -> BackupJob.Type.of("whole"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("no such type");
  }

  private String progress(String printed, String lock) throws IOException, InterruptedException {
    Path out = Files.writeString(directory.resolve("out"), printed);
    Files.writeString(directory.resolve("script"), "");
    Path file = directory.resolve("lock");
    Files.deleteIfExists(file);
    if (lock != null) {
      Files.writeString(file, lock);
    }
    String script = BackupJob.progress(out.toString(), "orders", 1_000_000);
    Process process =
        new ProcessBuilder("sh", "-eu", "-c", script.replaceFirst("lock=.*", "lock=" + file))
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
