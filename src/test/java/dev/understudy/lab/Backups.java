package dev.understudy.lab;

/** Base backups that somebody takes by hand. */
final class Backups {
  private Backups() {}

  /** A full one; the archive must be on. */
  static void take(Lab lab, String host) {
    lab.exec(
        host,
        "cd /; timeout 120 runuser -u postgres -- pgbackrest"
            + " --config=/etc/understudy/orders/pgbackrest.conf --stanza=orders --type=full"
            + " --start-fast --log-level-console=warn backup");
  }
}
