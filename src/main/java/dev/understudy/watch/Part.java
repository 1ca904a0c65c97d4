package dev.understudy.watch;

import java.time.Duration;

/**
 * Something known, and how old it is.
 *
 * @param asked when the question was sent: an answer says nothing about any later moment, however
 *     late it came
 */
public record Part<T>(T value, Moment asked) {
  public Duration age(Moment now) {
    return asked.age(now);
  }
}
