package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * S3 is away, and WAL that waits fills the primary's disk: the alarm comes long before it is full,
 * and once S3 is back nothing is missing.
 */
@OnLab
@Tag("long")
class ArchiveBacklogIT {
  /** What is left on the disk: room for 48 segments. */
  private static final long ROOM = 768L << 20;

  private static final String FREE = "df -B1 --output=avail /var/lib/postgresql | tail -n 1";

  @Test
  void theAlarmComesLongBeforeTheDiskIsFull(Lab lab) {
    lab.fresh("alpha=pg15");
    try (LabS3 s3 = LabS3.start(lab);
        Product product =
            new Product(
                lab,
                new Site(lab, "alpha")
                    .with("archive", s3.archive())
                    .with("checks", "{ archive-staleness: { critical: 1s } }"))) {
      product.done("provision", "orders");
      ArchivedSegments archived = new ArchivedSegments(s3);
      long spare = free(lab) - ROOM;
      lab.exec("alpha", "fallocate -l " + spare + " /var/lib/postgresql/filler");
      s3.stop();

      List<String> written = new ArrayList<>();
      ArchiveCheck check;
      do {
        for (int i = 0; i < 4; i++) {
          written.add(ArchivedSegments.finish(lab, "alpha"));
        }
        check = ArchiveCheck.run(product, "archive-backlog");
        assertThat(free(lab)).as("before the alarm: " + check).isGreaterThan(ROOM / 3);
      } while (check.outcome().exit() != 2);

      assertThat(check.sentence("archive-backlog"))
          .contains(" segments wait, growing by ", ": the disk is full in ");
      s3.start();
      written.forEach(segment -> archived.awaitArrival(segment, "prod", 180));
      ArchivedSegments.assertUnbroken(archived.below("prod"));
      Eventually.that(
          () -> "nothing waits: " + ArchiveCheck.run(product, "archive-backlog"),
          120,
          () -> ArchiveCheck.run(product, "archive-backlog").outcome().exit() == 0);
    }
  }

  private static long free(Lab lab) {
    return Long.parseLong(lab.exec("alpha", FREE));
  }
}
