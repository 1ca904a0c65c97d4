package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckId;
import dev.understudy.config.ChecksConfig;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of the service's store, as a function of what was seen. */
class StoreStateTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path data;

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of("OK store-size: the store has 5.0 MB", size(5L << 20)),
        Arguments.of("WARNING store-size: the store has 1.0 GB", size(1L << 30)),
        Arguments.of("CRITICAL store-size: the store has 8.0 GB", size(8L << 30)),
        Arguments.of(
            "OK store-backup: the newest copy of the store in s3://b/ is 26 h old",
            backup(Duration.ofHours(26))),
        Arguments.of(
            "WARNING store-backup: the newest copy of the store in s3://b/ is 30 h old",
            backup(Duration.ofHours(30))),
        Arguments.of(
            "CRITICAL store-backup: the newest copy of the store in s3://b/ is 3 days old",
            backup(Duration.ofDays(3))),
        Arguments.of(
            "CRITICAL store-backup: there is no copy of the store in s3://b/", backup(null)),
        Arguments.of("OK store-backup: nobody wants any", StoreState.notCopied("nobody wants any")),
        Arguments.of(
            "OK store-integrity: the store is sound", StoreState.integrity(Optional.empty())),
        Arguments.of(
            "CRITICAL store-integrity: page 7 is torn",
            StoreState.integrity(Optional.of("page 7 is torn"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void itIsJudged(String expected, Finding finding) {
    assertThat(finding.severity() + " " + finding.check() + ": " + finding.sentence())
        .isEqualTo(expected);
  }

  @Test
  void aStoreKnowsItsSize() throws IOException {
    try (Store store = Store.openForWriting(data)) {
      assertThat(store.size()).isGreaterThan(100_000);
    }
  }

  private static Finding size(long bytes) {
    return StoreState.size(bytes, limits(CheckId.STORE_SIZE));
  }

  private static Finding backup(Duration age) {
    return StoreState.backup(
        Optional.ofNullable(age).map(NOON::minus),
        Duration.ofDays(1),
        "s3://b/",
        limits(CheckId.STORE_BACKUP),
        NOON);
  }

  private static Limits limits(CheckId check) {
    return new Limits(check, ChecksConfig.standard().of(check));
  }
}
