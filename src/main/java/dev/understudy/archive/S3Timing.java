package dev.understudy.archive;

import java.time.Duration;

/**
 * How long to wait for S3.
 *
 * @param connect for a connection
 * @param silence for the next byte
 * @param request for one request with all its attempts
 * @param attempts of one request at most
 */
record S3Timing(Duration connect, Duration silence, Duration request, int attempts) {
  static final S3Timing STANDARD =
      new S3Timing(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), 5);
}
