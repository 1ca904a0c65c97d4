package dev.understudy.config;

import java.time.Duration;

/**
 * How long history is kept.
 *
 * @param findings after they were closed
 */
public record RetentionConfig(Duration findings) {
  /** What holds where nothing is configured. */
  public static RetentionConfig standard() {
    return new RetentionConfig(Duration.ofDays(400));
  }

  static RetentionConfig read(Section section) {
    RetentionConfig retention =
        new RetentionConfig(
            section
                .optional(
                    "findings",
                    "a time of at least 1h, such as 400d",
                    text ->
                        Units.duration(text)
                            .filter(time -> time.compareTo(Duration.ofHours(1)) >= 0))
                .orElse(standard().findings()));
    section.close();
    return retention;
  }
}
