package dev.understudy.cloud;

import dev.understudy.config.Ec2Config;

/** Where a cluster's cloud is found. */
@FunctionalInterface
public interface Clouds {
  /** The cloud as the configuration describes it. Asks nothing of it yet. */
  Cloud of(Ec2Config config);

  /** Amazon's own, with the credentials that the SDK finds in the surroundings. */
  static Clouds amazon() {
    return new Ec2Clouds();
  }
}
