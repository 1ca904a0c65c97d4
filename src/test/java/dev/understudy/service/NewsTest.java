package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Sleeper;
import dev.understudy.workflow.EventView;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NewsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final News news = new News();
  private final Sleeper sleeper = news.sleeper();

  @Test
  void anEventWakesWhoSleeps() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    Thread follower =
        new Thread(
            () -> {
              try {
                sleeper.sleep(LONG);
                woken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    follower.start();
    while (follower.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    news.event(event());
    woken.await();
    follower.join();
  }

  @Test
  void anEventBetweenTwoSleepsIsNotSleptOver() throws Exception {
    sleeper.sleep(Duration.ofMillis(1));
    news.event(event());
    sleeper.sleep(LONG);
  }

  @Test
  void withoutEventsTheTimeIsSleptToItsEnd() throws Exception {
    news.event(event());
    sleeper.sleep(LONG);
    long begun = System.nanoTime();
    sleeper.sleep(Duration.ofMillis(30));
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(30));
  }

  private static EventView event() {
    return new EventView(
        1, "run", 1, "orders", null, null, "run.created", null, null, "text", 1, Instant.EPOCH);
  }
}
