package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.Backup;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backup is worth what those are that it builds on. */
class BackupProofTest {
  private static Backup backup(String label, boolean failed, String... references) {
    SegmentName segment = SegmentName.parse("000000010000000000000003", SegmentSize.DEFAULT);
    return new Backup(
        label,
        references.length == 0 ? Backup.Type.FULL : Backup.Type.INCREMENTAL,
        List.of(references),
        segment,
        segment,
        segment.start(),
        segment.start(),
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        failed);
  }

  @Test
  void whatItNeedsIsThereAndSound() {
    Backup incremental = backup("C", false, "A", "B");
    List<Backup> sound = List.of(backup("A", false), backup("B", false, "A"), incremental);
    assertThat(BackupProof.unsound(incremental, sound)).isEmpty();
    assertThat(BackupProof.unsound(incremental, List.of(backup("A", true), incremental)))
        .containsExactly("A", "B");
  }
}
