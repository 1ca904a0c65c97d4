package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.cli.FakeUnderstudy;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the service listens, and where it refuses to. */
class ListeningTest {
  @TempDir Path directory;

  @Test
  void beyondLoopbackATokenIsNeededToBeginWith() throws Exception {
    Configuration configuration = everywhere();
    try (FakeUnderstudy understudy = new FakeUnderstudy()) {
      assertThatThrownBy(() -> Web.of(configuration, understudy, Limits.USUAL))
          .isInstanceOf(UnderstudyException.class)
          .hasMessageContaining("there is no token");
    }
  }

  @Test
  void beyondLoopbackReadingNeedsATokenToo() throws Exception {
    Configuration configuration = everywhere();
    String secret =
        new TokenFile(configuration.service().tokensFile())
            .add("grafana", Role.READ, Instant.EPOCH);
    try (FakeUnderstudy understudy = new FakeUnderstudy();
        Web web = Web.of(configuration, understudy, Limits.USUAL)) {
      web.start();

      assertThat(get(web, "/api/v1/runs", "x").statusCode()).isEqualTo(401);
      assertThat(get(web, "/metrics", "x").statusCode()).isEqualTo(401);
      HttpResponse<String> answer = get(web, "/api/v1/runs", "Bearer " + secret);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(get(web, "/", "x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0);
        FakeUnderstudy understudy = new FakeUnderstudy()) {
      Path file =
          Files.writeString(
              directory.resolve("taken.yaml"),
              text("{ listen: \"127.0.0.1:" + other.getLocalPort() + "\" }"));
      Configuration configuration = new ConfigurationReader(Map.of(), directory).read(file);
      try (Web web = Web.of(configuration, understudy, Limits.USUAL)) {
        assertThatThrownBy(web::start)
            .isInstanceOf(UnderstudyException.class)
            .hasMessageContaining("cannot listen there");
      }
    }
  }

  private Configuration everywhere() throws Exception {
    int ended =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-keyout",
                directory.resolve("tls.key").toString(),
                "-out",
                directory.resolve("tls.crt").toString(),
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start()
            .onExit()
            .get(60, TimeUnit.SECONDS)
            .exitValue();
    assertThat(ended).isZero();
    Path file =
        Files.writeString(
            directory.resolve("understudy.yaml"),
            text("{ listen: \"0.0.0.0:0\", tls: { certificate: ./tls.crt, key: ./tls.key } }"));
    return new ConfigurationReader(Map.of(), directory).read(file);
  }

  private static String text(String service) {
    return """
        ssh: { user: admin }
        service: %s
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 } }
        """
        .formatted(service);
  }

  private HttpResponse<String> get(Web web, String path, String authorization) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(directory.resolve("tls.crt"))) {
      trusted.setCertificateEntry(
          "service", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + web.port() + path))
            .header("Authorization", authorization)
            .build();
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(request, BodyHandlers.ofString());
  }
}
