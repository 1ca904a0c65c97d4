package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The checkpoint that a base backup begins with takes longer than its limits allow for progress.
 */
@OnLab
class LongCheckpointIT {
  private static final Duration PAUSE = Duration.ofSeconds(9);
  private static final String CHECKPOINTER = "$(pgrep -f '^postgres: 15/main: checkpointer')";

  @Test
  void isWaitedForAndNamedInTheProgress(Lab lab) {
    outlasts(lab, PAUSE, "timeout: { start: 4s, no_progress: 4s }");
  }

  @Test
  @Tag("long")
  void ofAMinute(Lab lab) {
    outlasts(lab, Duration.ofMinutes(1), "timeout: { start: 20s, no_progress: 20s }");
  }

  private static void outlasts(Lab lab, Duration pause, String limits) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.workflow("provision", "timeout: { start: 5m, no_progress: 15m }", limits);
      product.startCrashing("before-apply:base-backup", "provision", "orders").await(240);
      lab.exec("alpha", "kill -STOP " + CHECKPOINTER);
      long end = System.nanoTime() + pause.toNanos();
      Child run = product.start("provision", "orders");
      Eventually.that(
          run::soFar, 30, () -> run.soFar().contains("waiting for the checkpoint of the primary"));
      int attempt = product.records().attempts("base-backup", "delta");
      Eventually.that("the checkpoint takes that long", 90, () -> System.nanoTime() > end);
      lab.exec("alpha", "kill -CONT " + CHECKPOINTER);

      run.await(120).orFail();
      assertThat(product.records().attempts("base-backup", "delta")).isEqualTo(attempt);
      assertThat(lab.streams("delta")).isTrue();
    }
  }
}
