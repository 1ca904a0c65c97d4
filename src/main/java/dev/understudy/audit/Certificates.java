package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckConfig;
import dev.understudy.config.CheckId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When the certificates of a server expire. */
final class Certificates {
  private Certificates() {}

  /** Those of a text in PEM; none when it can't be read, since the server does not run with it. */
  static List<Expiry> of(String pem) {
    if (pem.isBlank()) {
      return List.of();
    }
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
          .stream()
          .map(X509Certificate.class::cast)
          .map(
              one ->
                  new Expiry(
                      one.getSubjectX500Principal().getName(), one.getNotAfter().toInstant()))
          .toList();
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /** The judgement; pure. */
  static Finding judge(String node, List<Expiry> all, CheckConfig config, Instant now) {
    CheckId check = CheckId.CERTIFICATE_EXPIRY;
    Optional<Expiry> first = Expiry.first(all);
    if (first.isEmpty()) {
      return Finding.ok(check.id(), node + " shows no certificate").on(node);
    }
    String words = "the certificate of " + node + " (" + first.get().subject() + ") ";
    return first.get().finding(new Limits(check, config), words, "certificate_left", now).on(node);
  }
}
