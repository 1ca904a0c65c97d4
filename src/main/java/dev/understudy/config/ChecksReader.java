package dev.understudy.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the section {@code checks}, of the file or of a cluster. */
final class ChecksReader {
  private static final String DURATION = "a time of at least 1s, such as 90s, 10min, 26h or 8d";
  private static final Duration LEAST = Duration.ofSeconds(1);

  private ChecksReader() {}

  /**
   * @param above what holds where this section says nothing
   */
  static ChecksConfig read(Section section, ChecksConfig above) {
    Map<CheckId, CheckConfig> read = new EnumMap<>(CheckId.class);
    for (CheckId check : CheckId.values()) {
      Section own = section.section(check.id());
      if (!own.isEmpty()) {
        read.put(check, read(own, check, above.of(check)));
      }
      own.close();
    }
    section.close();
    return above.with(read);
  }

  private static CheckConfig read(Section section, CheckId check, CheckConfig above) {
    OptionalLong warning = or(check.warning().read(section, "warning"), above.warningAt());
    OptionalLong critical = or(check.critical().read(section, "critical"), above.criticalAt());
    Optional<Duration> every = time(section, "every");
    Optional<String> schedule = section.optional("schedule", CronText.EXPECTED, CronText::parse);
    if (every.isPresent() && schedule.isPresent()) {
      section.problem(
          section.node("schedule").orElseThrow(),
          section.name("schedule") + " stands beside every",
          "one of the two");
    }
    if (warning.isPresent() && critical.isPresent()) {
      order(section, check, Long.compare(warning.getAsLong(), critical.getAsLong()));
    }
    return new CheckConfig(
        warning,
        critical,
        every.orElse(above.every()),
        every.isPresent() ? Optional.empty() : schedule.or(above::schedule));
  }

  private static OptionalLong or(OptionalLong own, OptionalLong above) {
    return own.isPresent() ? own : above;
  }

  private static Optional<Duration> time(Section section, String key) {
    return section.optional(
        key, DURATION, text -> Units.duration(text).filter(time -> time.compareTo(LEAST) >= 0));
  }

  private static void order(Section section, CheckId check, int warningToCritical) {
    if (check.lessIsWorse() ? warningToCritical < 0 : warningToCritical > 0) {
      section.problem(
          section.where(),
          section.name("critical") + " comes before the warning",
          check.lessIsWorse() ? "no more than the warning" : "no less than the warning");
    }
  }
}
