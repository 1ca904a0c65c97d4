package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.FaultProxy.Fault;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A base backup is broken off in the middle: it comes about all the same, or its run waits for a
 * person and says why. No half backup is taken for one.
 */
@OnLab
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupKilledIT {
  private static final String ROWS =
      "CREATE TABLE filling AS SELECT g, (SELECT string_agg(md5(g || ' ' || i), '')"
          + " FROM generate_series(1, 10) i) FROM generate_series(1, 150000) g";

  private LabS3 s3;
  private BackupRepo repository;
  private Product product;

  @BeforeAll
  void provision(Lab lab) {
    lab.fresh("alpha=pg15");
    s3 = LabS3.start(lab);
    repository = new BackupRepo(lab, "alpha");
    product =
        new Product(lab, new Site(lab, "alpha").with("archive", s3.archive(s3.faultyPort(), "")));
    product.done("provision", "orders");
    lab.exec(
        "alpha", "sed -i 's/^.global.$/&\\nio-timeout=5/' /etc/understudy/orders/pgbackrest.conf");
    lab.sql("alpha", ROWS);
    awaitShipping(lab);
    lab.verb("rate", "alpha", "30");
  }

  @AfterAll
  void forget(Lab lab) {
    lab.verb("rate", "alpha", "0");
    product.close();
    s3.close();
  }

  @Test
  @Order(1)
  void aKilledOneIsTakenAnew(Lab lab) {
    Child backup = product.start("backup", "orders", "--full");
    lab.exec("alpha", "kill -9 " + repository.awaitProcess());

    backup.await(300).orFail();

    assertThat(product.records().attempts("backup", "alpha")).isEqualTo(2);
    assertTaken(1);
  }

  @Test
  @Order(2)
  void itGoesOnWithoutTheService(Lab lab) {
    Child backup = product.start("backup", "orders", "--full");
    String process = repository.awaitProcess();
    backup.kill();
    assertThat(repository.process()).isEqualTo(process);

    product.start("backup", "orders", "--full").await(300).orFail();

    assertThat(attemptsOfTheNewest()).isEqualTo("1");
    assertTaken(2);
  }

  @Test
  @Order(3)
  void withoutS3TheRunWaitsAndGoesOnWhenThatIsBack(Lab lab) {
    product.workflow(
        "base-backup",
        "attempts: 4, backoff: 10s, max_backoff: 5m",
        "attempts: 2, backoff: 1s, patience: 5s");
    Child backup = product.start("backup", "orders", "--full");
    repository.awaitProcess();
    s3.faults(Fault.UNAVAILABLE);

    Outcome waiting = backup.await(400);

    assertThat(waiting.exit()).as(waiting.toString()).isEqualTo(1);
    assertThat(waiting.toString()).contains("could not");
    s3.faults();
    assertTaken(2);
    awaitShipping(lab);
    product.start("run", "resume", "last").await(300).orFail();
    assertTaken(3);
  }

  @Test
  @Order(4)
  void whenThePrimaryFailsTheRunWaitsAndGoesOnWhenThatIsBack(Lab lab) {
    Child backup = product.start("backup", "orders", "--full");
    repository.awaitProcess();
    lab.exec("alpha", "systemctl kill -s KILL postgresql@15-main");

    Outcome waiting = backup.await(400);

    assertThat(waiting.exit()).as(waiting.toString()).isEqualTo(1);
    assertThat(product.records().one("SELECT status FROM run ORDER BY rowid DESC LIMIT 1"))
        .isEqualTo("waiting");
    assertTaken(3);
    lab.exec("alpha", "systemctl restart postgresql@15-main");
    awaitShipping(lab);
    product.start("run", "resume", "last").await(300).orFail();
    assertTaken(4);
    assertThat(repository.verify()).doesNotContain("invalid", "status: error");
  }

  /** So many backups are listed, each of a run of its own that took it. */
  private void assertTaken(int count) {
    List<String> runs = repository.runs();
    assertThat(runs).hasSize(count).doesNotContain("");
    assertThat(new HashSet<>(runs)).hasSize(count);
  }

  private String attemptsOfTheNewest() {
    return product
        .records()
        .one("SELECT attempts FROM step WHERE id = 'backup' ORDER BY run DESC LIMIT 1");
  }

  private void awaitShipping(Lab lab) {
    String segment = ArchivedSegments.finish(lab, "alpha");
    new ArchivedSegments(s3).awaitArrival(segment, "prod", 180);
  }
}
