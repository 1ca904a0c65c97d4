package dev.understudy.api;

import dev.understudy.config.Configuration;

/** Opens the product for one configuration. */
@FunctionalInterface
public interface UnderstudyFactory {
  Understudy open(Configuration configuration);
}
