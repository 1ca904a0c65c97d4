package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.archive.Backup.Type;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which full backups expire: F is one, i an incremental one, X a full one with damaged pages. */
class RetentionTest {
  @ParameterizedTest(name = "{0} of {1} kept: {2}")
  @CsvSource({
    "'',     1, ''",
    "F,      1, ''",
    "FF,     1, 1",
    "FFF,    2, 1",
    "FFF,    1, 1 2",
    "FFF,    9, ''",
    "FiFi,   1, 1",
    "Fii,    1, ''",
    "FX,     1, ''",
    "FXF,    1, 1 2",
    "XF,     1, ''",
    "XFF,    1, 1 2",
    "FFX,    1, 1",
    "X,      1, ''",
  })
  void theNewestWholeOnesAreKept(String there, int keep, String expired) {
    List<Backup> backups = backups(there);
    assertThat(
            String.join(" ", Retention.expired(backups, keep).stream().map(Backup::label).toList()))
        .isEqualTo(expired);
  }

  @Test
  void keepingNoneIsNoRetention() {
    assertThatThrownBy(() -> Retention.expired(backups("FF"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Their labels are their positions, from 1. */
  private static List<Backup> backups(String letters) {
    return IntStream.range(0, letters.length())
        .mapToObj(i -> backup(letters.charAt(i), i))
        .toList();
  }

  private static Backup backup(char letter, int index) {
    SegmentName segment =
        SegmentName.parse("00000001%016d".formatted(index + 1), SegmentSize.DEFAULT);
    return new Backup(
        Integer.toString(index + 1),
        letter == 'i' ? Type.INCREMENTAL : Type.FULL,
        List.of(),
        segment,
        segment,
        segment.start(),
        segment.start(),
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        letter == 'X');
  }
}
