package dev.understudy.lab;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.archive.PgBackRestCommand;

/** Base backups that a test takes by hand. */
final class Backups {
  private static final PgBackRestCommand PGBACKREST =
      new PgBackRestCommand(new ArchivePlaces("orders"));

  private Backups() {}

  /** Takes a full one of a primary. */
  static void take(Lab lab, String primary) {
    lab.exec(primary, "cd /; runuser -u postgres -- " + PGBACKREST.line("backup", "--type=full"));
  }
}
