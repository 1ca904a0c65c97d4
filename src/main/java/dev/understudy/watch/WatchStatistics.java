package dev.understudy.watch;

/**
 * How the watching keeps up.
 *
 * @param beats how many questions were asked
 * @param medianMillis how much later than planned, half of them at most
 */
public record WatchStatistics(long beats, long medianMillis, long p99Millis, long worstMillis) {}
