package dev.understudy.workflow;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Makes ids that a person can read out, that sort by time, and that hosts take in file names. */
final class RunIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Without letters and digits that are easily taken for one another. */
  private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

  private RunIds() {}

  static String next(Instant now, RandomGenerator random, Predicate<String> taken) {
    String id;
    do {
      StringBuilder text = new StringBuilder(TIME.format(now)).append('-');
      for (int i = 0; i < 4; i++) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      id = text.toString();
    } while (taken.test(id));
    return id;
  }
}
