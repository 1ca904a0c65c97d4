package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Severity;
import dev.understudy.wal.SegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainArchiveTest {
  @TempDir Path directory;

  private void segment(String name, int size) throws IOException {
    Files.write(directory.resolve(name), new byte[size]);
  }

  @Test
  void segmentsLieAtTheTop() throws IOException {
    int whole = 1 << 20;
    segment("000000010000000000000003", whole);
    segment("000000010000000000000004", whole - 1);
    segment("000000010000000000000006", 0);
    segment("000000010000000000000007.tmp", whole);

    Inventory inventory =
        PlainArchive.read(new DirectoryRepository(directory), new SegmentSize(whole));
    Continuity continuity = Continuity.of(inventory);

    assertThat(continuity.gaps()).hasToString("[000000010000000000000005]");
    assertThat(continuity.truncated()).containsExactly("000000010000000000000004");
    assertThat(continuity.empty()).containsExactly("000000010000000000000006");
    assertThat(ContinuityFindings.of(inventory, continuity).get(0).sentence())
        .isEqualTo(
            "missing: 000000010000000000000005; empty: 000000010000000000000006;"
                + " truncated: 000000010000000000000004");
  }

  @Test
  void withoutBackupsOfItsOwnNoneAreMissed() throws IOException {
    segment("000000010000000000000003.zst", 5);

    Inventory inventory =
        PlainArchive.read(new DirectoryRepository(directory), SegmentSize.DEFAULT);

    assertThat(ContinuityFindings.of(inventory, Continuity.of(inventory)))
        .hasSize(2)
        .allMatch(finding -> finding.severity() == Severity.OK);
  }
}
