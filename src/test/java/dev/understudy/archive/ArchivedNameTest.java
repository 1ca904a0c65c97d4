package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wal.SegmentSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivedNameTest {
  private static final String SEGMENT = "000000010000000A000000FE";

  @ParameterizedTest
  @CsvSource({
    "000000010000000A000000FE, 000000010000000A000000FE, 1",
    "000000010000000A000000FE.gz, 000000010000000A000000FE, 1040",
    "000000010000000A000000FE-b5a3b2c0d4e6f8a1b3c5d7e9f0a2b4c6d8e0f1a3,"
        + " 000000010000000A000000FE, 1",
    "000000010000000A000000FE-b5a3b2c0d4e6f8a1b3c5d7e9f0a2b4c6d8e0f1a3.zst,"
        + " 000000010000000A000000FE, 9223372036854775807",
    "000000010000000A000000FE.partial-b5a3b2c0d4e6f8a1b3c5d7e9f0a2b4c6d8e0f1a3.lz4,"
        + " 000000010000000A000000FE.partial, 256",
    "000000010000000A000000FE.00000028.backup, 000000010000000A000000FE.00000028.backup, 1",
    "0000000A.history, 0000000A.history, 1",
    "0000000A.history.lzo, 0000000A.history, 9223372036854775807",
  })
  void isTakenApart(String name, String file, long expansion) {
    assertThat(ArchivedName.parse(name, SegmentSize.DEFAULT))
        .hasValueSatisfying(
            parsed -> {
              assertThat(parsed.file().fileName()).isEqualTo(file);
              assertThat(parsed.expansion()).isEqualTo(expansion);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "archive.info",
        SEGMENT + ".pgbackrest.tmp",
        SEGMENT + ".tmp",
        SEGMENT + "-b5a3b2c0.gz",
        SEGMENT + ".gz.part",
        "000000010000000A00000100",
        "",
      })
  void otherNamesAreLeftOut(String name) {
    assertThat(ArchivedName.parse(name, SegmentSize.DEFAULT)).isEmpty();
  }
}
