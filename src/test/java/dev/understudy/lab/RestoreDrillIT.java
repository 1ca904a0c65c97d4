package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.Drill;
import dev.understudy.archive.Drills;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The newest backup is restored, checked and measured; what is wrong with it comes to light. */
@OnLab
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestoreDrillIT {
  private static final String DIRECTORY = "/var/lib/postgresql/15/main.understudy-drill";

  private LabS3 s3;
  private Site site;
  private Product product;

  @BeforeAll
  void writeAndBackUp(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.exec(
        "alpha",
        """
        systemctl stop postgresql@15-main
        runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_checksums --enable \
          -D /var/lib/postgresql/15/main
        systemctl start postgresql@15-main
        """);
    s3 = LabS3.start(lab);
    site = new Site(lab, "alpha", "delta");
    product = new Product(lab, asking("SELECT count(*) = 2 FROM orders"));
    product.done("provision", "orders");
    lab.sql("alpha", "CREATE TABLE orders AS SELECT 1 AS id");
    Backups.take(lab, "alpha");
    lab.sql("alpha", "INSERT INTO orders VALUES (2)");
  }

  @AfterAll
  void forget() {
    product.close();
    s3.close();
  }

  private Site asking(String sql) {
    String drill =
        "restore_drill: { schedule: \"0 0 5 ? * SUN\", on: delta, queries: [ { sql: \"%s\" } ] }";
    return site.with("archive", s3.archive(s3.port(), drill.formatted(sql)));
  }

  private Drill newest() {
    try (Store store = Store.openForReading(product.data())) {
      return Drills.newest(new ClusterRegistry(store, Clock.systemUTC()), "orders").orElseThrow();
    }
  }

  private static void assertNothingIsLeft(Lab lab) {
    assertThat(lab.exec("delta", "ls -d " + DIRECTORY + " 2>/dev/null || true")).isEmpty();
    assertThat(lab.exec("delta", "pgrep -c -f '[p]ostgres -D " + DIRECTORY + "' || true"))
        .isEqualTo("0");
    assertThat(lab.streams("delta")).isTrue();
  }

  @Test
  @Order(1)
  void aSoundBackupPassesAndIsMeasured(Lab lab) {
    product.done("drill", "orders");

    Drill drill = newest();
    assertThat(drill.passed()).as(drill.why()).isTrue();
    assertThat(drill.restored()).isGreaterThan(10_000_000);
    assertThat(drill.restore().toMillis()).isPositive();
    assertThat(drill.replayed()).isPositive();
    assertNothingIsLeft(lab);
    JsonNode run = product.json("run", "show", "last");
    assertThat(run.toString())
        .contains("\\\"amcheck\\\":\\\"passed\\\"", "\\\"checksums\\\":\\\"passed\\\"")
        .contains("\\\"marker\\\":\\\"passed\\\"", "\\\"query 1\\\":\\\"passed\\\"");
    assertThat(s3.objects()).noneMatch(name -> name.contains("/00000002"));
  }

  @Test
  @Order(2)
  void aWrongAnswerFailsTheDrillAndIsRecorded(Lab lab) {
    product.configure(asking("SELECT count(*) = 3 FROM orders"));

    Outcome failed = product.run("drill", "orders");

    assertThat(failed.exit()).as(failed.toString()).isEqualTo(1);
    assertThat(failed.toString()).contains("not true");
    assertThat(newest().passed()).isFalse();
    assertThat(newest().why()).contains("query 1 failed");
    assertNothingIsLeft(lab);
  }

  @Test
  @Order(3)
  void missingWalFailsTheDrillAndIsRecorded(Lab lab) {
    lab.sql("alpha", "INSERT INTO orders VALUES (3)");
    String segment = ArchivedSegments.finish(lab, "alpha");
    new ArchivedSegments(s3).awaitArrival(segment, "prod", 60);
    s3.objects().stream().filter(name -> name.contains(segment)).forEach(s3::delete);

    Outcome failed = product.run("drill", "orders");

    assertThat(failed.exit()).as(failed.toString()).isEqualTo(1);
    assertThat(newest().passed()).isFalse();
    assertThat(newest().why()).isNotEmpty();
    assertNothingIsLeft(lab);
  }
}
