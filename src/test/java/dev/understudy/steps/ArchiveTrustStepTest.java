package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a directory is that WAL is to go to. */
class ArchiveTrustStepTest {
  @TempDir Path root;
  private ScriptHost host;

  @BeforeEach
  void host() {
    host = new ScriptHost(root);
  }

  private ScriptHost.Outcome claim(String system) {
    String variables =
        "configuration=%s\ndirectory=%s\nmarker=understudy-system\nowner=%s\nsystem=%s\nauthorized=%s\n"
            .formatted(
                Shell.quote(root.resolve("etc/understudy").toString()),
                Shell.quote(root.resolve("wal of all/orders").toString()),
                host.cluster().owner(),
                system,
                Shell.quote(root.resolve("home/.ssh/authorized_keys").toString()));
    host.write("home/here", "");
    return host.run(variables + ArchiveTrustStep.CLAIM);
  }

  private Path marker() {
    return root.resolve("wal of all/orders/understudy-system");
  }

  @Test
  void aNewDirectorySaysWhoseItIs() {
    assertThat(claim(ScriptHost.OWN_SYSTEM).exit()).isZero();
    assertThat(marker()).hasContent(ScriptHost.OWN_SYSTEM);
    assertThat(root.resolve("home/.ssh")).isDirectory();
    assertThat(claim(ScriptHost.OWN_SYSTEM).exit()).as("once more").isZero();
    assertThat(marker().getParent().toFile().list()).containsExactly("understudy-system");
  }

  @Test
  void anEmptyFileSystemIsTaken() throws Exception {
    Files.createDirectories(root.resolve("wal of all/orders/lost+found"));
    assertThat(claim(ScriptHost.OWN_SYSTEM).exit()).isZero();
    assertThat(marker()).hasContent(ScriptHost.OWN_SYSTEM);
  }

  @Test
  void filesThatNobodyAnswersForAreLeftAlone() {
    host.write("wal of all/orders/000000010000000000000001", "");
    ScriptHost.Outcome outcome = claim(ScriptHost.OWN_SYSTEM);
    assertThat(outcome.exit()).isEqualTo(3);
    assertThat(outcome.stderr()).contains("nothing that says whose they are");
    assertThat(marker()).doesNotExist();
  }

  @Test
  void anotherClustersDirectoryIsNotTaken() {
    assertThat(claim(ScriptHost.OTHER_SYSTEM).exit()).isZero();
    ScriptHost.Outcome outcome = claim(ScriptHost.OWN_SYSTEM);
    assertThat(outcome.stderr()).contains("is another cluster's");
    assertThat(marker()).hasContent(ScriptHost.OTHER_SYSTEM);
  }
}
