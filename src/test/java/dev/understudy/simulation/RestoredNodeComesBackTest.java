package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that a restore kept to itself is let into the network again with its part. */
class RestoredNodeComesBackTest {
  private static final String KEPT = Machine.CONF_D + "/99-understudy-restored.conf";

  @TempDir Path root;

  @Test
  void asAStandby() {
    assertThat(afterwards("copy-anew", "delta").files()).doesNotContainKey(KEPT);
  }

  @Test
  void asThePrimary() {
    Machine alpha = afterwards("provision, archive on", "alpha");

    assertThat(alpha.files()).doesNotContainKey(KEPT);
    assertThat(ServerSettings.written(alpha))
        .noneMatch(line -> line.name().equals("archive_mode") && line.value().equals("off"));
  }

  private Machine afterwards(String situation, String node) {
    Stage stage = new Stages(root.resolve("stages")).named(situation).copy(root.resolve("copy"));
    Machine machine = stage.world().machine(node);
    String content = "archive_mode = off\nlisten_addresses = ''\n";
    machine.put(KEPT, new SimFile(content, "postgres", "postgres", "0640", 0));
    try (Play play = new Play(stage)) {
      play.undisturbed();
    }
    return machine;
  }
}
