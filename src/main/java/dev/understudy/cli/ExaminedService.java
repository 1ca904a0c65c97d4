package dev.understudy.cli;

import static dev.understudy.api.Examined.failed;
import static dev.understudy.api.Examined.fine;
import static dev.understudy.api.Examined.warning;

import dev.understudy.api.Examined;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.ServiceConfig;
import dev.understudy.web.TokenFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what the service's HTTP stands on, and at the service if one runs. */
final class ExaminedService {
  private static final Duration SOON = Duration.ofDays(21);

  private final Configuration configuration;
  private final Instant now;

  ExaminedService(Configuration configuration, Instant now) {
    this.configuration = configuration;
    this.now = now;
  }

  List<Examined> all() {
    ServiceConfig service = configuration.service();
    List<Examined> found = new ArrayList<>();
    Optional<RunningService> running = RunningService.of(configuration, "doctor");
    if (running.isPresent()) {
      found.add(answers(running.get()));
    } else {
      found.add(fine("service", null, "none runs that could be asked"));
      service.listen().ifPresent(listen -> found.add(free("service.listen", listen)));
      service.agent().ifPresent(listen -> found.add(free("service.agent_listen", listen)));
    }
    found.add(tokens(service));
    service.tls().ifPresent(tls -> found.add(certificate(tls)));
    return found;
  }

  private static Examined answers(RunningService running) {
    try {
      running.get("/readyz", Object.class);
      return fine("service", null, "answers, and reads its store");
    } catch (RunningService.Silent | UnderstudyException e) {
      return failed(
          "service",
          null,
          "a service has the store and does not answer well: " + e.getMessage(),
          "see its log; if it hangs, start it again: what it was at goes on");
    }
  }

  private static Examined free(String key, ServiceConfig.Listen listen) {
    String where = listen.address() + ":" + listen.port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(listen.address(), listen.port()));
      return fine("port", key, where + " can be had");
    } catch (IOException e) {
      return failed(
          "port", key, where + " cannot be had: " + e.getMessage(), "choose another " + key);
    }
  }

  private static Examined tokens(ServiceConfig service) {
    String file = service.tokensFile().toString();
    try {
      int many = new TokenFile(service.tokensFile()).list().size();
      boolean needed = service.listen().filter(listen -> !listen.isLoopback()).isPresent();
      return many == 0 && needed
          ? failed(
              "tokens",
              file,
              "there is none, and the service is to listen beyond loopback",
              "understudy token add NAME --role admin")
          : fine("tokens", file, Human.count(many, "token"));
    } catch (UnderstudyException e) {
      return failed("tokens", file, String.valueOf(e.getMessage()), e.remedy());
    }
  }

  private Examined certificate(ServiceConfig.Tls tls) {
    String file = tls.certificate().toString();
    try (InputStream in = Files.newInputStream(tls.certificate())) {
      Instant end =
          ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
              .getNotAfter()
              .toInstant();
      String remedy = "renew it; the service reads it again within a minute";
      if (end.isBefore(now)) {
        return failed("certificate", file, "ended at " + end, remedy);
      }
      return end.isBefore(now.plus(SOON))
          ? warning("certificate", file, "ends at " + end, remedy)
          : fine("certificate", file, "good until " + end);
    } catch (IOException | GeneralSecurityException e) {
      return failed("certificate", file, "cannot be read: " + e.getMessage(), "see service.tls");
    }
  }
}
