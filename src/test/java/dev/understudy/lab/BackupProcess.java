package dev.understudy.lab;

/** The base backup that runs on a host: its process id and when it was started. */
record BackupProcess(String identity) {
  private static final String SCRIPT =
      """
      pid=$(pgrep -o -x pg_basebackup) || exit 0
      stat=$(cat "/proc/$pid/stat") || exit 0
      set -- ${stat##*) }
      echo "$pid started at ${20}"
      """;

  static BackupProcess on(Lab lab, String host) {
    return new BackupProcess(lab.exec(host, SCRIPT));
  }

  boolean runs() {
    return !identity.isEmpty();
  }

  /** Waits until the run's base backup has copied something and is still at it. */
  static BackupProcess await(Lab lab, Product product, String host) {
    String copied =
        "SELECT count(*) FROM attempt WHERE step = 'base-backup' AND node = '%s'".formatted(host)
            + " AND ended_at IS NULL AND json_extract(progress, '$.done') > 0";
    Eventually.that(
        () -> "a base backup on " + host + "\n" + String.join("\n", product.records().story()),
        180,
        () -> product.records().one(copied).equals("1") && on(lab, host).runs());
    return on(lab, host);
  }
}
