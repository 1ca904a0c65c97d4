package dev.understudy.api;

import java.time.Instant;
import java.util.List;

/**
 * A cluster over the last day.
 *
 * @param lag how far each standby was behind, in bytes, about once a minute while a service watched
 * @param waiting segments on the primary that waited for the archive; empty without one
 */
public record Charts(
    String cluster, Instant from, Instant to, List<Series> lag, List<Point> waiting) {
  /** Of one node, oldest first. */
  public record Series(String node, List<Point> points) {}

  /** A value at a time. */
  public record Point(Instant at, long value) {}
}
