package dev.understudy.timetable;

import dev.understudy.schedule.CronTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** When an entry is due. */
public sealed interface Rhythm {
  /**
   * The first time after now.
   *
   * @param previous the last time that was planned, or when the entry began to count
   * @return empty when there is none any more
   */
  Optional<Instant> next(Instant previous, Instant now);

  /** In words; the same words mean the same times. */
  String words();

  /**
   * By the calendar, in UTC.
   *
   * @param text as Quartz writes it
   */
  record Calendar(String text) implements Rhythm {
    @Override
    public Optional<Instant> next(Instant previous, Instant now) {
      return new CronTimes(text).after(now);
    }

    @Override
    public String words() {
      return text;
    }
  }

  /** Again and again; times that were missed do not shift those to come. */
  record Every(Duration interval) implements Rhythm {
    public Every {
      if (interval.toMillis() <= 0) {
        throw new IllegalArgumentException("an interval is at least a millisecond: " + interval);
      }
    }

    @Override
    public Optional<Instant> next(Instant previous, Instant now) {
      long millis = interval.toMillis();
      long since = Math.max(0, Duration.between(previous, now).toMillis());
      return Optional.of(previous.plusMillis((since / millis + 1) * millis));
    }

    @Override
    public String words() {
      return "every " + interval.toString().substring(2).toLowerCase(Locale.ROOT);
    }
  }
}
