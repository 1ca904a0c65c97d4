package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes keys and certificates with the JDK's own tool. */
final class Keytool {
  private Keytool() {}

  /**
   * A PKCS12 store for 127.0.0.1 and another address, and its certificate in PEM. The address is in
   * it as a name, too: pgBackRest looks at names only.
   */
  static void selfSigned(Path store, Path certificate, String password, String address)
      throws Exception {
    run(
        "-genkeypair",
        "-alias",
        "s3",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=s3",
        "-ext",
        "SAN=ip:127.0.0.1,ip:" + address + ",dns:" + address,
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        password);
    run(
        "-exportcert",
        "-rfc",
        "-alias",
        "s3",
        "-keystore",
        store.toString(),
        "-storepass",
        password,
        "-file",
        certificate.toString());
  }

  private static void run(String... arguments) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
