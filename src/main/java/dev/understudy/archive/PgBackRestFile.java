package dev.understudy.archive;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.RepositoryConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * pgBackRest's configuration of one cluster on one host. {@code archive-push-queue-max} never
 * stands in it: it would drop WAL when the archive is out of reach for long.
 */
final class PgBackRestFile {
  private static final String HEADER =
      "# Managed by Understudy: written again by every provisioning.\n";

  private static final String GLOBAL = "global";

  /** All backups are kept; without a number pgBackRest warns at every command. */
  private static final int KEEP_ALL = 9_999_999;

  private final ArchivePlaces places;
  private final ArchiveConfig config;

  PgBackRestFile(ArchivePlaces places, ArchiveConfig config) {
    this.places = places;
    this.config = config;
  }

  /**
   * The whole text.
   *
   * @throws ArchiveException CONFIGURATION for a value that such a file cannot hold
   */
  String render(ArchiveHost host) {
    if (places.cluster().equals(GLOBAL)) {
      throw PgBackRestValue.refused(
          GLOBAL, "a cluster of this name", "is pgBackRest's word for all of them");
    }
    StringBuilder file = new StringBuilder(HEADER);
    section(file, GLOBAL, global());
    section(file, GLOBAL + ":restore", Map.of("process-max", "4"));
    section(file, places.cluster(), stanza(host));
    return file.toString();
  }

  private Map<String, String> global() {
    Map<String, String> options = new LinkedHashMap<>();
    config.repository().ifPresent(repository -> repository(options, repository));
    config
        .cipher()
        .ifPresent(
            passphrase -> {
              options.put("repo1-cipher-type", "aes-256-cbc");
              options.put("repo1-cipher-pass", passphrase.value());
            });
    int keep = config.backups().keepFull().orElse(KEEP_ALL);
    options.put("repo1-retention-full", Integer.toString(keep));
    options.put("spool-path", places.spool());
    options.put("archive-async", "y");
    options.put("process-max", "2");
    options.put("compress-type", "lz4");
    options.put("start-fast", "y");
    options.put("log-level-console", "off");
    options.put("log-level-stderr", "warn");
    options.put("log-level-file", "info");
    return options;
  }

  private void repository(Map<String, String> options, RepositoryConfig repository) {
    if (repository instanceof RepositoryConfig.Directory directory) {
      options.put("repo1-path", directory.path());
    } else if (repository instanceof RepositoryConfig.S3 s3) {
      bucket(options, s3);
    }
  }

  private void bucket(Map<String, String> options, RepositoryConfig.S3 s3) {
    options.put("repo1-type", "s3");
    options.put("repo1-path", "/" + s3.prefix());
    options.put("repo1-s3-bucket", s3.bucket());
    options.put("repo1-s3-region", s3.region());
    String endpoint = s3.endpoint().orElseGet(() -> amazon(s3.region()));
    int colon = endpoint.indexOf(':');
    options.put("repo1-s3-endpoint", colon < 0 ? endpoint : endpoint.substring(0, colon));
    if (colon >= 0) {
      options.put("repo1-storage-port", endpoint.substring(colon + 1));
    }
    options.put("repo1-s3-uri-style", s3.pathStyle() ? "path" : "host");
    if (!s3.verifyTls()) {
      options.put("repo1-storage-verify-tls", "n");
    }
    if (s3.caFile().isPresent()) {
      options.put("repo1-storage-ca-file", places.repositoryAuthority());
    }
    keys(options, s3);
  }

  private static void keys(Map<String, String> options, RepositoryConfig.S3 s3) {
    if (s3.keys().isEmpty()) {
      options.put("repo1-s3-key-type", "auto");
      return;
    }
    options.put("repo1-s3-key", s3.keys().get().access().value());
    options.put("repo1-s3-key-secret", s3.keys().get().secret().value());
  }

  /** Where Amazon serves a region; its regions in China have a domain of their own. */
  private static String amazon(String region) {
    return "s3." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
  }

  private static Map<String, String> stanza(ArchiveHost host) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("pg1-path", host.dataDirectory());
    options.put("pg1-port", Integer.toString(host.port()));
    options.put("pg1-socket-path", host.socketDirectory());
    return options;
  }

  private void section(StringBuilder file, String name, Map<String, String> options) {
    file.append("\n[").append(name).append("]\n");
    options.forEach(
        (option, value) ->
            file.append(PgBackRestValue.line(places.cluster(), option, value)).append('\n'));
  }
}
