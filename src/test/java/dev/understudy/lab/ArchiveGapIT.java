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

/** What is taken out of an archive behind everybody's back is found, and named. */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveGapIT {
  private LabS3 s3;
  private ArchivedSegments archived;
  private Product product;

  @BeforeAll
  void archiveWithABackup(Lab lab) {
    lab.fresh("alpha=pg15");
    s3 = LabS3.start(lab);
    archived = new ArchivedSegments(s3);
    product = new Product(lab, new Site(lab, "alpha").with("archive", s3.archive()));
    product.done("provision", "orders");
    Backups.take(lab, "alpha");
    for (int i = 0; i < 4; i++) {
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
  void aWholeArchiveIsFine() {
    Outcome check = product.run("check", "orders");

    assertThat(check.exit()).as(check.toString()).isZero();
    assertThat(check.out().lines().findFirst().orElseThrow())
        .startsWith("OK - orders: ")
        .contains(" | ", "'archive_missing'=0;;;0", "'backup_age'=", "'archive_behind'=");
    assertThat(check.out()).contains("OK orders archive-gaps", "OK orders archive-restore-range");
  }

  @Test
  @Order(2)
  void theBackupIsListedWithWhatItIsGoodFor() {
    JsonNode answer = product.json("backups", "orders");

    assertThat(answer.path("backups")).hasSize(1);
    JsonNode backup = answer.at("/backups/0");
    assertThat(backup.path("type").asText()).isEqualTo("full");
    assertThat(backup.path("usable").asBoolean()).isTrue();
    assertThat(backup.path("size").asLong()).isGreaterThan(10_000_000);
    assertThat(answer.path("restorable")).hasSize(1);
    assertThat(answer.at("/restorable/0/backup")).isEqualTo(backup.path("label"));
    assertThat(answer.at("/restorable/0/from_lsn")).isEqualTo(backup.path("stop_lsn"));
    assertThat(product.done("backups", "orders").out())
        .contains(backup.path("label").asText(), "restorable from ", "never");
  }

  @Test
  @Order(3)
  void anObjectWithoutItsContentIsNamed() {
    String object = lastButOne();
    s3.truncate(object, 1000);
    assertThat(ArchiveCheck.run(product).sentence("archive-gaps"))
        .contains("truncated: " + object.substring("prod/".length()));
    s3.truncate(object, 0);

    ArchiveCheck check = ArchiveCheck.run(product);

    assertThat(check.outcome().exit()).as(check.toString()).isEqualTo(2);
    assertThat(check.sentence("archive-gaps"))
        .contains("empty: " + object.substring("prod/".length()));
  }

  @Test
  @Order(4)
  void aSegmentThatIsGoneIsNamed() {
    List<String> segments = List.copyOf(archived.below("prod"));
    String segment = segments.get(segments.size() - 2);
    s3.delete(lastButOne());

    ArchiveCheck check = ArchiveCheck.run(product);

    assertThat(check.outcome().exit()).as(check.toString()).isEqualTo(2);
    assertThat(check.sentence("archive-gaps")).contains("missing: " + segment);
    assertThat(check.sentence("archive-restore-range")).contains("and no later");
    assertThat(check.severity("archive-staleness")).isEqualTo("OK");
  }

  @Test
  @Order(5)
  void anotherBackupHealsWhatTheGapBroke(Lab lab) {
    Backups.take(lab, "alpha");

    ArchiveCheck check = ArchiveCheck.run(product, "archive-restore-range", "archive-gaps");

    assertThat(check.severity("archive-restore-range")).as(check.toString()).isEqualTo("OK");
    assertThat(check.sentence("archive-restore-range")).contains(", then from ");
  }

  private String lastButOne() {
    List<String> objects = s3.objects().stream().filter(ArchivedSegments::isSegment).toList();
    return objects.get(objects.size() - 2);
  }
}
