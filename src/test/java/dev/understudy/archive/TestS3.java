package dev.understudy.archive;

import dev.understudy.config.Hidden;
import dev.understudy.config.RepositoryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
      new S3Timing(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20), 5);

  static final String LOOPBACK = "127.0.0.1";
  static final String CA = "ca.pem";
  static final String OBJECTS = "objects";
  static final String PASSWORD = "changeit";
  private static final String KEYS = "keys.p12";

  private final Path directory;
  private final S3Proxy server;
  private final S3Client client;

  private TestS3(Path directory, S3Proxy server) {
    this.directory = directory;
    this.server = server;
    this.client = S3Clients.open("test", config("", port()), QUICK);
  }

  static TestS3 start() throws Exception {
    Path directory = Files.createTempDirectory("understudy-s3-");
    Files.createDirectories(directory.resolve(OBJECTS).resolve(BUCKET));
    return new TestS3(directory, serve(directory, LOOPBACK, 0));
  }

  /** Starts a server whose keys and objects are in a directory, or come to be there. */
  static S3Proxy serve(Path directory, String address, int port) throws Exception {
    Path keys = directory.resolve(KEYS);
    if (!Files.exists(keys)) {
      Keytool.selfSigned(keys, directory.resolve(CA), PASSWORD, address);
    }
    Path objects = Files.createDirectories(directory.resolve(OBJECTS));
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(objects.toString()))
            .secureEndpoint(URI.create("https://" + address + ":" + port))
            .keyStore(keys.toString(), PASSWORD)
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
            .build();
    server.start();
    return server;
  }

  int port() {
    return server.getSecurePort();
  }

  /** The bucket, by way of a port of this machine. */
  RepositoryConfig.S3 config(String prefix, int port) {
    return config(BUCKET, prefix, SECRET, port, Optional.of(caFile()));
  }

  static RepositoryConfig.S3 config(
      String bucket, String prefix, String secret, int port, Optional<Path> caFile) {
    return new RepositoryConfig.S3(
        bucket,
        prefix,
        "eu-west-1",
        Optional.of(LOOPBACK + ":" + port),
        true,
        caFile,
        true,
        Optional.of(new RepositoryConfig.Keys(new Hidden(ACCESS), new Hidden(secret))));
  }

  Path caFile() {
    return directory.resolve(CA);
  }

  /** The server's side of TLS, for other servers of the test. */
  SSLContext tls() throws Exception {
    return tls(directory);
  }

  static SSLContext tls(Path directory) throws Exception {
    KeyStore keys = KeyStore.getInstance(directory.resolve(KEYS).toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        factory.getKeyManagers(), CaFile.trustManagers("test", directory.resolve(CA)), null);
    return context;
  }

  void put(String key, byte[] content) {
    client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  /** Many empty objects, faster than by the protocol. */
  void putEmpty(String folder, int count) throws IOException {
    Path files = directory.resolve(OBJECTS).resolve(BUCKET).resolve(folder);
    Files.createDirectories(files);
    for (int i = 0; i < count; i++) {
      Files.createFile(files.resolve(Integer.toString(i)));
    }
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
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
