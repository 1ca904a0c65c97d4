package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The clusters' own certificate authority, kept in {@code <data>/ca}: it vouches for the servers
 * where connections are to verify whom they talk to.
 */
public final class CertificateAuthority {
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(825);
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration RENEW_BEFORE = Duration.ofDays(60);
  private static final String DIRECTORY = "ca";
  private static final String CERTIFICATE = "ca.crt";
  private static final String SIGNATURE = "SHA256withECDSA";

  private final Path directory;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param data the data directory of the service
   */
  public CertificateAuthority(Path data, Clock clock) {
    this.directory = data.resolve(DIRECTORY);
    this.clock = clock;
  }

  /**
   * A server's certificate and private key.
   *
   * @param certificate in PEM
   * @param key in PEM
   */
  public record ServerIdentity(String certificate, Secret key) {}

  /** Where the authority's certificate is, for connections of the service itself. */
  public Path certificateFile() {
    return directory.resolve(CERTIFICATE);
  }

  /** Where the certificate of the store with that data directory is, once there is one. */
  public static Path file(Path data) {
    return data.resolve(DIRECTORY).resolve(CERTIFICATE);
  }

  /** Whether a text is the authority's certificate; false while there is none. */
  public boolean isOwn(String certificate) {
    return Files.exists(certificateFile()) && certificate().equals(certificate);
  }

  /** The authority's certificate in PEM; made when there is none yet. */
  public synchronized String certificate() {
    try {
      if (!Files.exists(certificateFile())) {
        create();
      }
      return Files.readString(certificateFile());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw failure("the certificate authority cannot be used", e);
    }
  }

  /** Issues a certificate for a server at this address. */
  public synchronized ServerIdentity issue(String host) {
    String authority = certificate();
    try {
      X509Certificate issuer = certificate(authority);
      KeyPair keys = keys();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer.getSubjectX500Principal(),
              serial(),
              date(BACKDATED.negated()),
              date(SERVER_LIFE),
              new X500Principal("CN=PostgreSQL server"),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.subjectAlternativeName, false, new GeneralNames(alternative(host)));
      return new ServerIdentity(
          pem(sign(builder, authorityKey())),
          new Secret(pem(new JcaPKCS8Generator(keys.getPrivate(), null))));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw failure("no certificate can be issued for " + host, e);
    }
  }

  /**
   * Whether a server's certificate is of this authority, for this address, and not about to end.
   */
  public boolean vouchesFor(String certificate, String host) {
    if (!Files.exists(certificateFile())) {
      return false;
    }
    try {
      X509Certificate server = certificate(certificate);
      server.verify(certificate(certificate()).getPublicKey());
      boolean lasts = server.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE));
      return lasts
          && server.getSubjectAlternativeNames().stream()
              .anyMatch(name -> host.equals(name.get(1)));
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  private void create() throws IOException, GeneralSecurityException, OperatorCreationException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    KeyPair keys = keys();
    X500Principal name = new X500Principal("CN=Understudy");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(),
            date(BACKDATED.negated()),
            date(AUTHORITY_LIFE),
            name,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    write(directory.resolve("ca.key"), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    // Last, since its presence says that the authority is complete.
    write(certificateFile(), pem(sign(builder, keys.getPrivate())));
  }

  private static void write(Path file, String content) throws IOException {
    Path temporary =
        Files.createTempFile(
            file.getParent(),
            ".new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, content, StandardOpenOption.SYNC);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private PrivateKey authorityKey() throws IOException {
    try (PEMParser parser =
        new PEMParser(new StringReader(Files.readString(directory.resolve("ca.key"))))) {
      if (parser.readObject() instanceof PrivateKeyInfo key) {
        return new JcaPEMKeyConverter().getPrivateKey(key);
      }
      throw new IOException("ca.key holds no private key");
    }
  }

  private static X509Certificate certificate(String pem)
      throws IOException, GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof X509CertificateHolder holder) {
        return new JcaX509CertificateConverter().getCertificate(holder);
      }
      throw new IOException("this is no certificate");
    }
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
  }

  private KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private BigInteger serial() {
    return new BigInteger(120, random).add(BigInteger.ONE);
  }

  private Date date(Duration fromNow) {
    Instant instant = clock.instant().plus(fromNow);
    return Date.from(instant);
  }

  private static GeneralName alternative(String host) throws IOException {
    boolean address = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
    return address
        ? new GeneralName(GeneralName.iPAddress, InetAddress.getByName(host).getHostAddress())
        : new GeneralName(GeneralName.dNSName, host);
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private UnderstudyException failure(String message, Exception cause) {
    return new UnderstudyException(
        ErrorClass.PRECONDITION,
        directory.toString(),
        message + ": " + cause.getMessage(),
        "see that the directory is readable and writable by the service's user",
        cause);
  }
}
