package dev.understudy.cloud;

import java.time.Duration;

/**
 * How long to wait for EC2. Short: whoever asks tries again, and a failover waits for the answer.
 *
 * @param connect for a connection
 * @param attempt for one attempt of a request
 * @param request for one request with all its attempts
 * @param attempts of one request at most
 */
record Ec2Timing(Duration connect, Duration attempt, Duration request, int attempts) {
  static final Ec2Timing STANDARD =
      new Ec2Timing(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(12), 2);
}
