package dev.understudy.cloud;

import dev.understudy.config.Ec2Launch;
import java.util.Map;

/**
 * What is launched.
 *
 * @param privateIp the address that it gets
 * @param tags of instance and volume
 */
public record Launch(Image image, Ec2Launch config, String privateIp, Map<String, String> tags) {
  public Launch {
    tags = Map.copyOf(tags);
  }
}
