package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Copies of the service's store in the archives of its clusters.
 *
 * @param passphrase what they are encrypted with; whoever restores has to have it
 * @param every between two of them
 * @param keep so many of this store's are kept in each archive
 */
public record StoreBackupConfig(Hidden passphrase, Duration every, int keep) {
  private static final int SHORTEST = 12;
  private static final int KEEP = 14;
  private static final int MOST = 10_000;

  private static final String EXPECTED =
      "at least 12 characters, such as ${file:/etc/understudy/store-passphrase}";

  private static Optional<String> longEnough(String text) {
    return Optional.of(text).filter(words -> words.length() >= SHORTEST);
  }

  static StoreBackupConfig read(Section section) {
    // Masked before it is judged.
    Optional<Hidden> passphrase = section.secret("passphrase", Values.TEXT);
    section.required("passphrase", EXPECTED, StoreBackupConfig::longEnough);
    StoreBackupConfig read =
        new StoreBackupConfig(
            passphrase.orElse(new Hidden("")),
            section
                .optional(
                    "every",
                    "a time of at least 10m, such as 1d",
                    text ->
                        Units.duration(text)
                            .filter(time -> time.compareTo(Duration.ofMinutes(10)) >= 0))
                .orElse(Duration.ofDays(1)),
            section.optional("keep", "a number from 1", Values.integer(1, MOST)).orElse(KEEP));
    section.close();
    return read;
  }
}
