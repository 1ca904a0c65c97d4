package dev.understudy.config;

import java.util.Optional;

/**
 * The EC2 instance that a node's host is: one that is there, or one that is to be launched.
 *
 * @param instance the id of one that is there, such as {@code i-0abc}
 * @param launch what is launched; empty where the instance is there
 */
public record Ec2NodeConfig(Optional<String> instance, Optional<Ec2Launch> launch) {
  /** One that is there. */
  public Ec2NodeConfig(String instance) {
    this(Optional.of(instance), Optional.empty());
  }
}
