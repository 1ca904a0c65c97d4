package dev.understudy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.ServiceConfig;
import dev.understudy.store.Store;
import dev.understudy.web.LocalToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The service that runs with the same data directory, asked by HTTP with the local token. */
final class RunningService {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofMinutes(5);
  private static final int ERROR = 400;

  private final LocalToken token;
  private final Optional<ServiceConfig.Tls> tls;
  private final String requester;

  /** It does not answer at all; whether the service is there cannot be said. */
  static final class Silent extends Exception {
    private static final long serialVersionUID = 1L;

    Silent(IOException cause) {
      super(cause);
    }
  }

  private RunningService(LocalToken token, Optional<ServiceConfig.Tls> tls, String requester) {
    this.token = token;
    this.tls = tls;
    this.requester = requester;
  }

  /**
   * Empty where none runs, it listens nowhere, or it is another user's.
   *
   * @param requester who asks, in words for the service's log
   */
  static Optional<RunningService> of(Configuration configuration, String requester) {
    Path data = configuration.data();
    return LocalToken.find(data)
        .filter(token -> runs(data, token.process()))
        .map(token -> new RunningService(token, configuration.service().tls(), requester));
  }

  /** A file that a killed service left names a process that has the store no more. */
  private static boolean runs(Path data, long process) {
    return Store.lockHolder(data)
        .filter(lock -> lock.holder().pid() == process && !lock.holder().provablyGone())
        .isPresent();
  }

  /** The path and its words, each of which is quoted. */
  static String path(String format, Object... words) {
    Object[] quoted =
        Arrays.stream(words)
            .map(word -> URLEncoder.encode(word.toString(), StandardCharsets.UTF_8))
            .toArray();
    return format.formatted(quoted);
  }

  <T> T get(String path, Class<T> type) throws Silent {
    return Json.read(ask("GET", path), type);
  }

  <T> T post(String path, Class<T> type) throws Silent {
    return Json.read(ask("POST", path), type);
  }

  private String ask(String method, String path) throws Silent {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(token.url() + path).toURL().openConnection();
      trust(connection);
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setReadTimeout((int) ANSWER.toMillis());
      connection.setRequestMethod(method);
      connection.setRequestProperty("Authorization", "Bearer " + token.secret());
      connection.setRequestProperty(LocalToken.REQUESTER, requester);
      return answer(connection);
    } catch (IOException e) {
      throw new Silent(e);
    }
  }

  private static String answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream body = status < ERROR ? connection.getInputStream() : connection.getErrorStream();
    String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    if (status >= ERROR) {
      throw error(status, text);
    }
    return text;
  }

  /** The error that the service met, as it would have been met here. */
  private static UnderstudyException error(int status, String text) {
    JsonNode problem = text.startsWith("{") ? Json.read(text) : Json.read("{}");
    String label = problem.path("class").asText("");
    ErrorClass errorClass =
        Arrays.stream(ErrorClass.values())
            .filter(one -> one.label().equals(label))
            .findFirst()
            .orElse(ErrorClass.UNKNOWN);
    return new UnderstudyException(
        errorClass,
        problem.path("subject").asText("the service"),
        problem.path("detail").asText("it answered with status " + status),
        problem.path("remedy").asText(""),
        null);
  }

  /** Its own certificate is trusted, by whatever name it is asked. */
  private void trust(HttpURLConnection connection) throws IOException {
    if (!(connection instanceof HttpsURLConnection secure)) {
      return;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusting(certificate()).getTrustManagers(), null);
      secure.setSSLSocketFactory(context.getSocketFactory());
      secure.setHostnameVerifier((name, session) -> true);
    } catch (GeneralSecurityException e) {
      throw new IOException("the service's certificate cannot be used", e);
    }
  }

  private static TrustManagerFactory trusting(@Nullable Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    store.setCertificateEntry("service", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private Certificate certificate() throws IOException, GeneralSecurityException {
    Path file = tls.orElseThrow(() -> new IOException("no service.tls here")).certificate();
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
