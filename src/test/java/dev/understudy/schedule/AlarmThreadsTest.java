package dev.understudy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AlarmThreadsTest {
  private final AlarmThreads threads = new AlarmThreads();

  @Test
  void whatRingsIsNotFree() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    assertThat(threads.blockForAvailableThreads()).isEqualTo(AlarmThreads.COUNT);
    assertThat(threads.runInThread(() -> await(end))).isTrue();
    assertThat(threads.blockForAvailableThreads()).isEqualTo(AlarmThreads.COUNT - 1);
    end.countDown();
    threads.shutdown(true);
    assertThat(threads.blockForAvailableThreads()).isEqualTo(AlarmThreads.COUNT);
  }

  @Test
  void aFullPoolWaitsForTheFirstToEnd() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < AlarmThreads.COUNT; i++) {
      threads.runInThread(() -> await(end));
    }
    CountDownLatch next = new CountDownLatch(1);
    Thread asking = new Thread(() -> threads.runInThread(next::countDown));
    asking.start();
    while (asking.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(next.getCount()).isEqualTo(1);
    end.countDown();
    next.await();
    asking.join();
  }

  @Test
  void theEndWaitsForWhatRings() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean rung = new AtomicBoolean();
    threads.runInThread(
        () -> {
          await(end);
          rung.set(true);
        });
    Thread ending = new Thread(() -> threads.shutdown(true));
    ending.start();
    while (ending.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    end.countDown();
    ending.join();
    assertThat(rung).isTrue();
  }

  @Test
  void afterTheEndNothingIsBegun() {
    threads.shutdown(false);
    assertThat(threads.runInThread(() -> {})).isFalse();
    assertThat(threads.blockForAvailableThreads()).isEqualTo(AlarmThreads.COUNT);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
