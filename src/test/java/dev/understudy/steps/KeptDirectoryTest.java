package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Names of data directories that were moved aside. */
class KeptDirectoryTest {
  private static final String DIRECTORY = "/var/lib/my data/15/main";

  @Test
  void namesTheTimeOfTheMove() {
    Instant moved = Instant.parse("2026-11-24T22:42:13.987Z");
    assertThat(KeptDirectory.suffix(moved)).isEqualTo(".understudy-20261124T224213Z");
  }

  @Test
  void readsBackWhatItNamed() {
    Instant moved = Instant.parse("2026-11-24T22:42:13Z");
    String path = DIRECTORY + KeptDirectory.suffix(moved);
    assertThat(KeptDirectory.parse(DIRECTORY, "4096\t" + path + "\n"))
        .containsExactly(new KeptDirectory(path, 4096, moved));
  }

  @Test
  void countsNoNamesOfOthers() {
    String output =
        """
        1\t%1$s.understudy-1T2Z
        1\t%1$s.understudy-20261399T224213Z
        x\t%1$s.understudy-20261124T224213Z
        1\t/elsewhere.understudy-20261124T224213Z
        a line break in a name
        """
            .formatted(DIRECTORY);
    assertThat(KeptDirectory.parse(DIRECTORY, output)).isEmpty();
  }
}
