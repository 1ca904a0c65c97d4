package dev.understudy.archive;

import dev.understudy.config.RepositoryConfig;
import dev.understudy.config.RepositoryConfig.Keys;
import java.net.URI;
import javax.net.ssl.TrustManager;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes the SDK's client as the configuration wants it. */
final class S3Clients {
  private S3Clients() {}

  static S3Client open(String name, RepositoryConfig.S3 config, S3Timing timing) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(config.keys().map(S3Clients::fixed).orElseGet(S3Clients::found))
            .forcePathStyle(config.pathStyle())
            // Servers that are not Amazon's own do not all know the newer checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                override ->
                    override
                        .apiCallTimeout(timing.request())
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(timing.attempts())
                                // A listing that was cut off is no XML; the SDK would give up.
                                .retryOnExceptionOrCauseInstanceOf(XMLStreamException.class)
                                .build()));
    config.endpoint().ifPresent(host -> builder.endpointOverride(URI.create("https://" + host)));
    return builder.httpClient(http(name, config, timing)).build();
  }

  private static AwsCredentialsProvider fixed(Keys keys) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(keys.access().value(), keys.secret().value()));
  }

  private static AwsCredentialsProvider found() {
    return DefaultCredentialsProvider.builder().build();
  }

  private static SdkHttpClient http(String name, RepositoryConfig.S3 config, S3Timing timing) {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(timing.connect())
            .socketTimeout(timing.silence());
    AttributeMap.Builder options = AttributeMap.builder();
    if (!config.verifyTls()) {
      options.put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true);
    } else if (config.caFile().isPresent()) {
      TrustManager[] trusted = CaFile.trustManagers(name, config.caFile().get());
      http.tlsTrustManagersProvider(() -> trusted.clone());
    }
    return http.buildWithDefaults(options.build());
  }
}
