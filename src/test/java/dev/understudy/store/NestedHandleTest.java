package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class NestedHandleTest {
  @TempDir Path data;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anotherHandleFailsAtOnceAndTheFirstOneGoesOn() {
    try (Handle first = store.writer().open()) {
      assertThatThrownBy(() -> store.writer().open()).isInstanceOf(NestedHandleException.class);
      assertThatThrownBy(() -> store.reader().open()).isInstanceOf(NestedHandleException.class);
      assertThatThrownBy(() -> store.writerPool().getConnection())
          .isInstanceOf(NestedHandleException.class);
      assertThatThrownBy(() -> store.requireNoHandle("run a command on a host"))
          .hasMessageEndingWith("must not run a command on a host");
      assertThat(first.execute("DELETE FROM node")).isZero();
    }
  }

  @Test
  void aClosedHandleLeavesNothingBehind() throws Exception {
    Connection connection = store.writerPool().getConnection();
    connection.close();
    try (Handle handle = store.writer().open()) {
      connection.close();
      assertThatThrownBy(() -> store.reader().open()).isInstanceOf(NestedHandleException.class);
      assertThat(handle.execute("DELETE FROM node")).isZero();
    }
    store.requireNoHandle("wait");
    store.reader().useHandle(handle -> handle.execute("SELECT 1"));
  }

  @Test
  void aFailedTransactionLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                store
                    .writer()
                    .useTransaction(
                        handle -> {
                          handle.execute("INSERT INTO cluster VALUES ('c', 1, 'a', '7', '', '')");
                          throw new IllegalStateException("in the middle");
                        }))
        .isInstanceOf(IllegalStateException.class);
    store.requireNoHandle("wait");
    assertThat(new ClusterRegistry(store, Clock.systemUTC()).find("c")).isEmpty();
  }

  @Test
  void otherThreadsWaitForTheirTurn() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              store.writer().useHandle(handle -> handle.execute("DELETE FROM node"));
              written.countDown();
            });
    try (Handle first = store.writer().open()) {
      other.start();
      while (other.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      assertThat(written.getCount()).isEqualTo(1);
      assertThat(first.execute("DELETE FROM node")).isZero();
    }
    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
