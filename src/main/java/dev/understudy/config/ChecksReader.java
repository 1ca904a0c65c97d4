package dev.understudy.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code checks}, of the file or of a cluster. */
final class ChecksReader {
  private static final String DURATION = "a time such as 90s, 10min, 26h or 8d";

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
    CheckConfig config =
        new CheckConfig(
            limit(section, "warning", check.warning()).or(above::warning),
            limit(section, "critical", check.critical()).or(above::critical),
            time(section, "every").orElse(above.every()));
    if (config.warning().isPresent() && config.critical().isPresent()) {
      order(section, check, config.warning().get().compareTo(config.critical().get()));
    }
    return config;
  }

  private static Optional<Duration> limit(Section section, String key, CheckId.Limit limit) {
    return limit.settable() ? time(section, key) : Optional.empty();
  }

  private static Optional<Duration> time(Section section, String key) {
    return section.optional(
        key, DURATION, text -> Units.duration(text).filter(time -> !time.isZero()));
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
