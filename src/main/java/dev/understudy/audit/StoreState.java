package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is to be said of the service's store. Pure. */
final class StoreState {
  private StoreState() {}

  static Finding size(long bytes, Limits limits) {
    return limits.finding(
        "",
        bytes,
        "the store has " + Sizes.bytes(bytes),
        Measure.of("store_size", bytes, Measure.Unit.BYTES));
  }

  /**
   * @param damage empty when it is sound
   */
  static Finding integrity(Optional<String> damage) {
    String check = CheckId.STORE_INTEGRITY.id();
    return damage
        .map(words -> Finding.critical(check, words))
        .orElse(Finding.ok(check, "the store is sound"));
  }

  /** By nobody's wish. */
  static Finding notCopied(String why) {
    return Finding.ok(CheckId.STORE_BACKUP.id(), why);
  }

  /**
   * @param newest copy of this store; empty when there is none
   * @param every the time between two
   */
  static Finding backup(
      Optional<Instant> newest, Duration every, String place, Limits limits, Instant now) {
    if (newest.isEmpty()) {
      return Finding.critical(
          CheckId.STORE_BACKUP.id(), "there is no copy of the store in " + place);
    }
    Duration age = Duration.between(newest.get(), now);
    return new Finding(
            CheckId.STORE_BACKUP.id(),
            limits.upTo(age.minus(every).toMillis()),
            "the newest copy of the store in " + place + " is " + Sizes.time(age) + " old")
        .with(Measure.of("store_backup_age", Math.max(0, age.toSeconds()), Measure.Unit.SECONDS));
  }
}
