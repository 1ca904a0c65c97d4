package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes one transaction after the other lets those go first that wait meanwhile. */
@Timeout(60)
class StarvedWriterTest {
  private static final int ROUNDS = 30;

  @TempDir Path data;

  @Test
  void whoeverWaitsIsNext() throws InterruptedException {
    try (Store store = Store.openForWriting(data)) {
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(order(store)).containsExactly("waited", "again");
      }
    }
  }

  @Test
  void whoeverIsInterruptedStillGetsItsTurn() throws InterruptedException {
    try (Store store = Store.openForWriting(data)) {
      List<String> done = new CopyOnWriteArrayList<>();
      Handle held = store.writer().open();
      Thread waiting =
          new Thread(
              () -> {
                store.writer().useHandle(handle -> done.add("written"));
                done.add("interrupted " + Thread.currentThread().isInterrupted());
              });
      waiting.start();
      while (waiting.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      waiting.interrupt();
      held.close();
      waiting.join();

      assertThat(done).containsExactly("written", "interrupted true");
    }
  }

  private static List<String> order(Store store) throws InterruptedException {
    List<String> order = new CopyOnWriteArrayList<>();
    Handle held = store.writer().open();
    Thread waiting = new Thread(() -> store.writer().useHandle(handle -> order.add("waited")));
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    held.close();
    store.writer().useHandle(handle -> order.add("again"));
    waiting.join();
    return order;
  }
}
