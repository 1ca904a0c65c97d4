package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What a check goes by.
 *
 * @param warning from when on it warns; empty: never by this measure
 * @param critical from when on it is critical; empty: never by this measure
 * @param every how often it is done by schedule
 */
public record CheckConfig(
    Optional<Duration> warning, Optional<Duration> critical, Duration every) {}
