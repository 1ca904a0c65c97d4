package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After a whole run, passwords and verifiers are where they belong and nowhere else. */
@OnLab
class SecretsIT {
  private static final String PASSFILE = "/etc/postgresql/15/main/understudy.pass";

  /** Files outside of data directories that contain one of the arguments. */
  private static final String FIND =
      """
      umask 077
      printf '%s\\n' "$@" >/run/patterns
      find / -xdev \\( -path /proc -o -path /sys -o -path /run/patterns \\
        -o -path /var/lib/postgresql/15/main \\) -prune -o -type f -size -64M -print0 \\
        | xargs -0 grep -laF -f /run/patterns
      journalctl -o export --no-pager -q | grep -aF -f /run/patterns | head -n 3
      find /run -xdev -type f ! -path /run/patterns -print0 | xargs -0 grep -laF -f /run/patterns
      cat /var/log/postgresql/* | grep -F -f /run/patterns | head -n 3
      rm /run/patterns
      """;

  @Test
  void passwordsAndVerifiersStayWhereTheyBelong(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.sql("alpha", "ALTER SYSTEM SET log_statement = 'all'");
    lab.sql("alpha", "ALTER SYSTEM SET log_min_duration_statement = 0");
    lab.sql("alpha", "SELECT pg_reload_conf()");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      String output;
      Set<String> processes;
      try (ProcessLists lists = ProcessLists.start()) {
        output = product.done("provision", "orders", "-v").all();
        output += product.done("run", "show", "last").all();
        processes = lists.seen();
      }
      List<String> secrets = secrets(lab, product);
      assertThat(secrets).hasSizeGreaterThanOrEqualTo(6).allMatch(secret -> secret.length() > 20);

      assertThat(processes)
          .as("the sampling saw the run")
          .anyMatch(p -> p.contains("pg_basebackup"));
      for (String secret : secrets) {
        assertThat(processes).noneMatch(process -> process.contains(secret));
        assertThat(output).doesNotContain(secret);
      }
      assertNotIn(product, secrets);
      for (String host : List.of("alpha", "delta")) {
        assertThat(found(lab, host, secrets)).isEqualTo(PASSFILE);
        assertThat(lab.exec(host, "stat -c '%a %U' " + PASSFILE)).isEqualTo("600 postgres");
      }
    }
  }

  private static String found(Lab lab, String host, List<String> secrets) {
    return lab.exec(host, FIND, secrets.toArray(String[]::new));
  }

  private static List<String> secrets(Lab lab, Product product) throws IOException {
    List<String> secrets = new ArrayList<>();
    try (Stream<Path> files = Files.walk(product.data().resolve("secrets"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        secrets.add(Files.readString(file).strip());
      }
    }
    secrets.addAll(
        lab.sql("alpha", "SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")
            .lines()
            .toList());
    return secrets;
  }

  /** Neither in the store nor in any other file of the data directory. */
  private static void assertNotIn(Product product, List<String> secrets) throws IOException {
    try (Stream<Path> files = Files.walk(product.directory())) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(product.data().resolve("secrets")))
              .toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertThat(bytes.contains(secret)).as(file.toString()).isFalse();
        }
      }
    }
  }
}
