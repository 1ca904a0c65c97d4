package dev.understudy.cloud;

import dev.understudy.config.Ec2Config;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The cloud by the SDK, with an endpoint for tests behind it. */
public final class TestClouds {
  private TestClouds() {}

  /** Whatever the configuration says of the endpoint. */
  public static Clouds at(URI endpoint) {
    Cloud cloud =
        open(
            endpoint,
            Ec2Endpoint.SECRET,
            new Ec2Timing(
                Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(40), 1));
    return config -> cloud;
  }

  static Cloud open(URI endpoint, String secret, Ec2Timing timing) {
    return new Ec2Cloud(
        Ec2Clients.open(
            new Ec2Config("eu-west-1", Optional.of(endpoint), Optional.empty()),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(Ec2Endpoint.ACCESS, secret)),
            timing),
        "EC2 eu-west-1");
  }
}
