package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.S3Process;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Base backups by hand and by schedule: taken, proved, listed by pgBackRest, expired. */
@OnLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupsIntoS3IT {
  private LabS3 s3;
  private BackupRepo repository;
  private Site site;
  private Product product;

  @BeforeAll
  void provision(Lab lab) {
    lab.fresh("alpha=pg15");
    s3 = LabS3.start(lab);
    repository = new BackupRepo(lab, "alpha");
    site = new Site(lab, "alpha").with("archive", archive("keep_full: 1"));
    product = new Product(lab, site);
    product.done("provision", "orders");
  }

  private String archive(String backups) {
    return s3.archive(s3.port(), "archive_timeout: 60s, backups: { " + backups + " }");
  }

  @AfterAll
  void forget() {
    product.close();
    s3.close();
  }

  @Test
  @Order(1)
  void aFullOneAndAnIncrementalOneAreTakenAndProved() {
    Outcome full = product.done("backup", "orders", "--full");
    JsonNode incremental = product.json("backup", "orders");

    assertThat(full.toString()).doesNotContain(S3Process.SECRET, S3Process.ACCESS);
    assertThat(repository.backups())
        .extracting(backup -> backup.path("type").asText())
        .containsExactly("full", "incr");
    assertThat(repository.runs().get(1)).isEqualTo(incremental.path("id").asText());
    assertThat(evidence("proof")).contains(repository.labels().get(1), "every segment");
    assertThat(product.records().one("SELECT max(json_extract(progress, '$.total')) FROM attempt"))
        .as("a total in bytes")
        .hasSizeGreaterThan(6);
  }

  @Test
  @Order(2)
  void aPlanTellsWhatWouldExpireAndTheNextFullOneLetsItExpire() {
    List<String> before = repository.labels();
    String plan = product.done("backup", "orders", "--full", "--dry-run").toString();
    assertThat(plan).contains(before.get(0), "expired");
    assertThat(repository.labels()).isEqualTo(before);

    product.done("backup", "orders", "--full");

    assertThat(repository.labels()).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(s3.objects()).noneMatch(name -> name.contains("/" + before.get(0) + "/"));
    assertThat(repository.verify()).doesNotContain("invalid", "missing");
  }

  @Test
  @Order(3)
  void aServiceTakesThemBySchedule() {
    String before = repository.labels().get(0);
    product.configure(
        site.with(
            "archive",
            archive("full: \"0 0 1 ? * SUN\", incremental: \"*/10 * * * * ?\", keep_full: 1")));
    try (Child service = product.start("serve")) {
      Eventually.that(
          () -> service.soFar() + "\n" + product.run("schedules"),
          120,
          () -> schedule(1).path("last").path("status").asText().equals("done"));
    }

    assertThat(repository.labels()).startsWith(before).hasSizeGreaterThan(1);
    JsonNode last = schedule(1).path("last");
    assertThat(repository.runs()).contains(last.path("run").asText());
    assertThat(schedule(0).path("next").asText()).endsWith("T01:00:00Z");
    assertThat(schedule(0).has("last")).isFalse();
    assertThat(product.records().one("SELECT count(*) = count(DISTINCT scheduled_at) FROM fire"))
        .isEqualTo("1");
  }

  private JsonNode schedule(int index) {
    return product.json("schedules").path(index);
  }

  private String evidence(String step) {
    return product
        .records()
        .one("SELECT evidence FROM step WHERE id = '" + step + "' ORDER BY run DESC LIMIT 1");
  }
}
