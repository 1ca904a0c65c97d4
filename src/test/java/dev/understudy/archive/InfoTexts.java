package dev.understudy.archive;

import java.util.Locale;

/** Files as pgBackRest 2.45 writes them. */
final class InfoTexts {
  /** A checksum in a segment's name. */
  static final String SUM = "b5a3b2c0d4e6f8a1b3c5d7e9f0a2b4c6d8e0f1a3";

  static final String SYSTEM_ID = "7287155412346786041";

  private InfoTexts() {}

  static String archiveInfo(String version, int id) {
    return """
        [backrest]
        backrest-format=5
        backrest-version="2.45"

        [db]
        db-id=%2$d
        db-system-id=%3$s
        db-version="%1$s"

        [db:history]
        1={"db-id":%3$s,"db-version":"14"}
        %2$d={"db-id":%3$s,"db-version":"%1$s"}

        [backrest]
        backrest-checksum="0123456789abcdef0123456789abcdef01234567"
        """
        .formatted(version, id, SYSTEM_ID);
  }

  static String backupInfo(String... entries) {
    return """
        [backrest]
        backrest-format=5
        backrest-version="2.45"

        [backup:current]
        %s
        [db]
        db-catalog-version=202209061
        db-control-version=1300
        db-id=1
        db-system-id=%s
        db-version="15"

        [db:history]
        1={"db-catalog-version":202209061,"db-control-version":1300,"db-system-id":%2$s,"db-version":"15"}

        [backrest]
        backrest-checksum="0123456789abcdef0123456789abcdef01234567"
        """
        .formatted(String.join("\n", entries) + "\n", SYSTEM_ID);
  }

  /** A backup within one segment. */
  static String backup(String label, String type, String segment) {
    String lsn =
        Long.toString(Long.parseLong(segment.substring(16), 16), 16).toUpperCase(Locale.ROOT);
    return label
        + "={\"backrest-format\":5,\"backrest-version\":\"2.45\",\"backup-archive-start\":\""
        + segment
        + "\",\"backup-archive-stop\":\""
        + segment
        + "\",\"backup-error\":false,\"backup-info-size\":31457280,\"backup-lsn-start\":\"0/"
        + lsn
        + "000028\",\"backup-lsn-stop\":\"0/"
        + lsn
        + "000138\",\"backup-timestamp-start\":1767225600,\"backup-timestamp-stop\":1767225660,"
        + "\"backup-type\":\""
        + type
        + "\",\"db-id\":1,\"option-archive-check\":true}";
  }
}
