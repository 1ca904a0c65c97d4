package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.CertificateAuthority.ServerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
  @TempDir Path data;

  @Test
  void vouchesForWhatItIssuedAndForNothingElse() {
    CertificateAuthority authority = new CertificateAuthority(data, Clock.systemUTC());
    ServerIdentity address = authority.issue("10.77.0.11");
    ServerIdentity name = authority.issue("db1.example.org");

    assertThat(authority.vouchesFor(address.certificate(), "10.77.0.11")).isTrue();
    assertThat(authority.vouchesFor(address.certificate(), "10.77.0.12")).isFalse();
    assertThat(authority.vouchesFor(name.certificate(), "db1.example.org")).isTrue();
    assertThat(authority.vouchesFor("nonsense", "db1.example.org")).isFalse();
    assertThat(address.key().reveal()).startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void isTheSameAfterARestart() {
    ServerIdentity issued =
        new CertificateAuthority(data, Clock.systemUTC()).issue("db1.example.org");
    CertificateAuthority again = new CertificateAuthority(data, Clock.systemUTC());

    assertThat(again.vouchesFor(issued.certificate(), "db1.example.org")).isTrue();
    assertThat(again.vouchesFor(again.issue("db2").certificate(), "db2")).isTrue();
  }

  @Test
  void doesNotVouchForWhatEndsSoon() {
    ServerIdentity issued = new CertificateAuthority(data, Clock.systemUTC()).issue("db1");
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(780));

    assertThat(new CertificateAuthority(data, later).vouchesFor(issued.certificate(), "db1"))
        .isFalse();
  }

  @Test
  void anotherAuthoritysCertificateIsNotBelieved(@TempDir Path other) {
    ServerIdentity foreign = new CertificateAuthority(other, Clock.systemUTC()).issue("db1");

    assertThat(
            new CertificateAuthority(data, Clock.systemUTC())
                .vouchesFor(foreign.certificate(), "db1"))
        .isFalse();
  }

  @Test
  void itsKeyIsItsOwnersOnly() throws IOException {
    new CertificateAuthority(data, Clock.systemUTC()).certificate();

    for (String file : new String[] {"ca", "ca/ca.key", "ca/ca.crt"}) {
      String rights =
          PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
      assertThat(rights).as(file).endsWith("------");
    }
  }
}
