package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The way to S3 is narrower than what is written: WAL piles up, an alarm says so, and when writing
 * ends or the way widens, all of it arrives.
 */
@OnLab
@Tag("long")
class SlowS3IT {
  private static final int SEGMENTS = 6;

  /** What no compression makes smaller: about a segment of it. */
  private static final String ROWS =
      "INSERT INTO filling SELECT decode(string_agg(md5(random()::text || g || i), ''), 'hex')"
          + " FROM generate_series(1, 15000) g, generate_series(1, 60) i GROUP BY g";

  @Test
  void theBacklogGrowsIsToldAndIsShipped(Lab lab) {
    lab.fresh("alpha=pg15");
    try (LabS3 s3 = LabS3.start(lab);
        Product product = new Product(lab, site(lab, s3))) {
      product.done("provision", "orders");
      ArchivedSegments archived = new ArchivedSegments(s3);
      lab.sql("alpha", "CREATE TABLE filling (data bytea)");
      lab.sql("alpha", "ALTER TABLE filling ALTER data SET STORAGE EXTERNAL");
      archived.awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 60);

      lab.verb("rate", "alpha", "2");
      List<String> written = new ArrayList<>();
      for (int i = 0; i < SEGMENTS; i++) {
        lab.sql("alpha", ROWS);
        written.add(ArchivedSegments.finish(lab, "alpha"));
      }
      String first = written.get(0);
      Eventually.that(
          () -> "the alarm: " + check(product),
          120,
          () -> check(product).severity("archive-staleness").equals("CRITICAL"));
      assertThat(check(product).outcome().exit()).isEqualTo(2);
      assertThat(check(product).sentence("archive-backlog")).contains(" segments wait");
      archived.awaitArrival(first, "prod", 300);
      assertThat(archived.below("prod"))
          .as("slow, not away")
          .doesNotContainAnyElementsOf(written.subList(SEGMENTS - 1, SEGMENTS));

      lab.verb("rate", "alpha", "0");
      written.forEach(segment -> archived.awaitArrival(segment, "prod", 180));
      ArchivedSegments.assertUnbroken(archived.below("prod"));
      Eventually.that(
          () -> "all is well: " + check(product), 120, () -> check(product).outcome().exit() == 0);
    } finally {
      lab.verb("rate", "alpha", "0");
    }
  }

  private static ArchiveCheck check(Product product) {
    return ArchiveCheck.run(product, "archive-staleness", "archive-backlog");
  }

  private static Site site(Lab lab, LabS3 s3) {
    return new Site(lab, "alpha")
        .with("archive", s3.archive(s3.port(), "archive_timeout: 5s"))
        .with("checks", "{ archive-staleness: { critical: 10s } }");
  }
}
