package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Trust in the certificates of one file, in PEM, and in no others. */
final class CaFile {
  private CaFile() {}

  static TrustManager[] trustManagers(String repository, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      if (store.size() == 0) {
        throw unusable(repository, file, "holds no certificate", null);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException e) {
      throw unusable(repository, file, "cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw unusable(repository, file, "holds no certificate that can be read", e);
    }
  }

  /**
   * The file as it is, once it has been found usable; hosts get a copy of it.
   *
   * @throws ArchiveException CONFIGURATION when it cannot be read or holds no certificate
   */
  static String text(String cluster, Path file) {
    trustManagers(cluster, file);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unusable(cluster, file, "cannot be read", e);
    }
  }

  private static ArchiveException unusable(
      String repository, Path file, String why, @Nullable Exception e) {
    return new ArchiveException(
        ErrorClass.CONFIGURATION,
        repository,
        "the CA file " + file + " " + why,
        "ca_file names a file of certificates in PEM",
        e);
  }
}
