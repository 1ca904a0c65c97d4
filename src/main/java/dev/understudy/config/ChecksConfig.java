package dev.understudy.config;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the checks of a cluster go by.
 *
 * @param configured those that are not as they are by themselves
 */
public record ChecksConfig(Map<CheckId, CheckConfig> configured) {
  public ChecksConfig {
    configured = Map.copyOf(configured);
  }

  /** Nothing is configured. */
  public static ChecksConfig standard() {
    return new ChecksConfig(Map.of());
  }

  public CheckConfig of(CheckId check) {
    CheckConfig own = configured.get(check);
    return own == null ? check.standard() : own;
  }

  ChecksConfig with(Map<CheckId, CheckConfig> others) {
    Map<CheckId, CheckConfig> all = new EnumMap<>(CheckId.class);
    all.putAll(configured);
    all.putAll(others);
    return new ChecksConfig(all);
  }
}
