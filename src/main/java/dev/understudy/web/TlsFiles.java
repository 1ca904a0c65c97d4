package dev.understudy.web;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ServiceConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certificate and key of the service, read again when the certificate has changed. */
final class TlsFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

  private final ServiceConfig.Tls files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private @Nullable FileTime read;

  /**
   * @throws UnderstudyException CONFIGURATION when the files are not a certificate and its key
   */
  TlsFiles(ServiceConfig.Tls files) {
    this.files = files;
    factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    try {
      read = Files.getLastModifiedTime(files.certificate());
      load();
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(e);
    }
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  /** With files that are not right the service goes on with what it has. */
  void refresh() {
    try {
      FileTime now = Files.getLastModifiedTime(files.certificate());
      if (!now.equals(read)) {
        factory.reload(changed -> loadUnchecked());
        read = now;
        LOG.info("{}: read again", files.certificate());
      }
    } catch (Exception e) {
      LOG.error("{}: not read again: {}", files.certificate(), e.getMessage());
    }
  }

  private void loadUnchecked() {
    try {
      load();
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(e);
    }
  }

  private void load() throws IOException, GeneralSecurityException {
    Certificate[] chain = certificates(files.certificate());
    PrivateKey key = key(files.key());
    char[] none = new char[0];
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, none);
    store.setKeyEntry("service", key, none, chain);
    factory.setKeyStore(store);
    factory.setKeyStorePassword("");
    factory.setKeyManagerPassword("");
  }

  private static Certificate[] certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(new Certificate[0]);
      if (chain.length == 0) {
        throw new GeneralSecurityException("there is no certificate in " + file);
      }
      return chain;
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      Object found = parser.readObject();
      if (found instanceof PEMKeyPair pair) {
        return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
      }
      if (found instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
      throw new GeneralSecurityException("there is no key without a passphrase in " + file);
    }
  }

  private UnderstudyException wrong(Exception e) {
    return new UnderstudyException(
        ErrorClass.CONFIGURATION,
        "service.tls",
        "certificate and key cannot be used: " + e.getMessage(),
        "certificate: PEM, the service's own first; key: PEM without a passphrase, readable",
        e);
  }
}
