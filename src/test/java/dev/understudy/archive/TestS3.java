package dev.understudy.archive;

import dev.understudy.config.Hidden;
import dev.understudy.config.RepositoryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server over TLS that checks signatures; its objects are files below a directory. */
final class TestS3 implements AutoCloseable {
  static final String BUCKET = "orders-wal";
  static final String ACCESS = "AKIAUNDERSTUDY";
  static final String SECRET = "a-secret+that/nobody=sees";
  static final S3Timing QUICK =
      new S3Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          5);

  private final Path caFile;
  private final S3Proxy server;
  private final S3Client client;

  private TestS3(Path caFile, S3Proxy server) {
    this.caFile = caFile;
    this.server = server;
    this.client = S3Clients.open("test", config("", Optional.empty()), QUICK);
  }

  static TestS3 start(Path directory) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Path certificate = directory.resolve("ca.pem");
    Keytool.selfSigned(keys, certificate, "changeit");
    Path objects = Files.createDirectories(directory.resolve("objects"));
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(objects.toString()))
            .secureEndpoint(URI.create("https://127.0.0.1:0"))
            .keyStore(keys.toString(), "changeit")
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
            .build();
    server.start();
    TestS3 s3 = new TestS3(certificate, server);
    s3.client.createBucket(create -> create.bucket(BUCKET));
    return s3;
  }

  int port() {
    return server.getSecurePort();
  }

  RepositoryConfig.S3 config(String prefix, Optional<Integer> throughPort) {
    return config(BUCKET, prefix, ACCESS, SECRET, throughPort.orElse(port()), Optional.of(caFile));
  }

  static RepositoryConfig.S3 config(
      String bucket, String prefix, String access, String secret, int port, Optional<Path> caFile) {
    return new RepositoryConfig.S3(
        bucket,
        prefix,
        "eu-west-1",
        Optional.of("127.0.0.1:" + port),
        true,
        caFile,
        true,
        Optional.of(new RepositoryConfig.Keys(new Hidden(access), new Hidden(secret))));
  }

  Path caFile() {
    return caFile;
  }

  void put(String key, byte[] content) {
    client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  void delete(List<String> keys) {
    keys.forEach(key -> client.deleteObject(delete -> delete.bucket(BUCKET).key(key)));
  }

  @Override
  public void close() throws IOException {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      // Jetty declares no narrower type; a server that did not stop ends with the test's process.
      throw new IOException("the S3 server did not stop", e);
    }
  }
}
