package dev.understudy.cloud;

import dev.understudy.config.Ec2Config;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/** Makes the SDK's client as the configuration wants it. */
final class Ec2Clients {
  private Ec2Clients() {}

  static Ec2Client open(Ec2Config config, AwsCredentialsProvider credentials, Ec2Timing timing) {
    Ec2ClientBuilder builder =
        Ec2Client.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(timing.connect())
                    .socketTimeout(timing.attempt())
                    .build())
            .overrideConfiguration(
                override ->
                    override
                        .apiCallAttemptTimeout(timing.attempt())
                        .apiCallTimeout(timing.request())
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(timing.attempts())
                                .build()));
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
