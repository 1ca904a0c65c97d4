package dev.understudy.cloud;

import dev.understudy.config.Ec2Config;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** One client for each region and endpoint, made when it is first asked for. */
final class Ec2Clouds implements Clouds {
  private final Map<String, Cloud> made = new ConcurrentHashMap<>();

  @Override
  public Cloud of(Ec2Config config) {
    return made.computeIfAbsent(
        config.region() + " " + config.endpoint(),
        key ->
            new Ec2Cloud(
                Ec2Clients.open(
                    config, DefaultCredentialsProvider.builder().build(), Ec2Timing.STANDARD),
                "EC2 " + config.region()));
  }
}
