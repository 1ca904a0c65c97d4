package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** An archive that the service cannot read is judged by its names, and by pgBackRest on a host. */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EncryptedArchiveIT {
  private static final String PASSPHRASE = "correct-horse-battery";

  private LabS3 s3;
  private ArchivedSegments archived;
  private Product product;

  @BeforeAll
  void archiveWithABackup(Lab lab) {
    lab.fresh("alpha=pg15");
    s3 = LabS3.start(lab);
    archived = new ArchivedSegments(s3);
    String archive = s3.archive(s3.port(), "archive_timeout: 60s, cipher: " + PASSPHRASE);
    product = new Product(lab, new Site(lab, "alpha").with("archive", archive));
    product.done("provision", "orders");
    Backups.take(lab, "alpha");
    for (int i = 0; i < 3; i++) {
      archived.awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 60);
    }
  }

  @AfterAll
  void forget() {
    product.close();
    s3.close();
  }

  @Test
  @Order(1)
  void itIsJudgedAllTheSame() {
    Outcome check = product.run("check", "orders");

    assertThat(check.exit()).as(check.toString()).isZero();
    assertThat(check.toString()).doesNotContain(PASSPHRASE);
    assertThat(check.out())
        .contains("OK orders archive-restore-range: from ", "OK orders base-backup-drift: ");
  }

  @Test
  @Order(2)
  void itsBackupsAreListed() {
    JsonNode answer = product.json("backups", "orders");

    assertThat(answer.path("backups")).hasSize(1);
    assertThat(answer.at("/backups/0/usable").asBoolean()).isTrue();
    assertThat(answer.at("/restorable/0/backup")).isEqualTo(answer.at("/backups/0/label"));
  }

  @Test
  @Order(3)
  void itIsRestored(Lab lab) {
    lab.sql("alpha", "CREATE TABLE orders AS SELECT generate_series(1, 1000)");
    archived.awaitArrival(ArchivedSegments.finish(lab, "alpha"), "prod", 60);

    Outcome restored =
        product.done(
            "restore", "orders", "--target", "alpha", "--directory", "/srv/back", "--keep-running");

    String count = "cd /; runuser -u postgres -- psql -h /srv/back -qAtXc 'TABLE orders' | wc -l";
    assertThat(lab.exec("alpha", count)).isEqualTo("1000");
    assertThat(restored.toString()).doesNotContain(PASSPHRASE);
    assertThat(lab.exec("alpha", "cat /srv/back/data/*.conf* /srv/back/*.conf /srv/back/*.log"))
        .doesNotContain(PASSPHRASE);
  }

  @Test
  @Order(4)
  void aSegmentThatIsGoneIsNamed() {
    List<String> objects = s3.objects().stream().filter(ArchivedSegments::isSegment).toList();
    List<String> segments = List.copyOf(archived.below("prod"));
    s3.delete(objects.get(objects.size() - 2));

    ArchiveCheck check = ArchiveCheck.run(product, "archive-gaps");

    assertThat(check.outcome().exit()).as(check.toString()).isEqualTo(2);
    assertThat(check.sentence("archive-gaps"))
        .contains("missing: " + segments.get(segments.size() - 2));
  }
}
