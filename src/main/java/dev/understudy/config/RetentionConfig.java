package dev.understudy.config;

import java.time.Duration;

/**
 * How long history is kept.
 *
 * @param runs after they ended
 * @param findings after they were closed
 * @param samples that charts are drawn from
 */
public record RetentionConfig(Duration runs, Duration findings, Duration samples) {
  /** What holds where nothing is configured. */
  public static RetentionConfig standard() {
    return new RetentionConfig(Duration.ofDays(90), Duration.ofDays(400), Duration.ofDays(7));
  }

  static RetentionConfig read(Section section) {
    RetentionConfig standard = standard();
    RetentionConfig retention =
        new RetentionConfig(
            time(section, "runs", standard.runs()),
            time(section, "findings", standard.findings()),
            time(section, "samples", standard.samples()));
    section.close();
    return retention;
  }

  private static Duration time(Section section, String key, Duration standard) {
    return section
        .optional(
            key,
            "a time of at least 1h, such as 400d",
            text -> Units.duration(text).filter(time -> time.compareTo(Duration.ofHours(1)) >= 0))
        .orElse(standard);
  }
}
