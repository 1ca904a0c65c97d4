package dev.understudy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.store.NestedHandleException;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alarms and other writers of the store side by side. */
@Timeout(120)
class BusyStoreTest {
  @TempDir Path data;
  private final Rings rings = new Rings();
  private Store store;
  private QuartzAlarms alarms;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    alarms = new QuartzAlarms(store, rings);
  }

  @AfterEach
  void close() {
    alarms.stop();
    store.close();
  }

  @Test
  void fiveHundredAlarmsRingOnceWhileOthersWriteAndNobodyFails() throws Exception {
    store.writer().useHandle(h -> h.execute("CREATE TABLE work (n INTEGER) STRICT"));
    Map<String, Instant> wanted = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      wanted.put("run-" + i, Instant.ofEpochMilli(1_700_000_000_000L + i));
    }
    alarms.reconcile(wanted);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> one = writers.submit(() -> writeUntil(done));
      Future<Integer> other = writers.submit(() -> writeUntil(done));
      alarms.start();
      Set<String> rung = new HashSet<>();
      for (int i = 0; i < 500; i++) {
        rung.add(rings.next().key());
      }
      done.set(true);
      int written = one.get() + other.get();
      assertThat(rung).hasSize(500);
      assertThat(rings.pending()).isZero();
      assertThat(written).isPositive();
      assertThat(count("work")).isEqualTo(written);
    } finally {
      done.set(true);
      writers.shutdown();
    }
  }

  @Test
  void aThreadThatHoldsTheWriterIsRefusedAtOnce() {
    store
        .writer()
        .useHandle(
            handle -> {
              assertThatThrownBy(() -> alarms.set("a", Instant.now()))
                  .isInstanceOf(NestedHandleException.class)
                  .hasMessageContaining("set the alarm a");
              assertThatThrownBy(() -> alarms.clear("a")).isInstanceOf(NestedHandleException.class);
              assertThatThrownBy(() -> alarms.every("a", Duration.ofHours(1)))
                  .isInstanceOf(NestedHandleException.class);
              assertThatThrownBy(() -> alarms.reconcile(Map.of()))
                  .isInstanceOf(NestedHandleException.class);
              assertThatThrownBy(alarms::start).isInstanceOf(NestedHandleException.class);
              assertThatThrownBy(alarms::stop).isInstanceOf(NestedHandleException.class);
            });
  }

  @Test
  void anotherProcessThatKeepsWritingDelaysAnAlarmButLosesNone() throws Exception {
    alarms.start();
    try (Connection elsewhere =
        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("understudy.db"))) {
      elsewhere.createStatement().execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> alarms.set("a", Instant.now()))
          .isInstanceOf(ScheduleException.class)
          .hasMessageContaining("another writer");
      assertThat(new TriggerTable(store).all()).isEmpty();
    }
    alarms.set("a", Instant.now());
    assertThat(rings.next().key()).isEqualTo("a");
  }

  private int writeUntil(AtomicBoolean done) {
    int written = 0;
    while (!done.get()) {
      store.writer().useTransaction(h -> h.execute("INSERT INTO work VALUES (1)"));
      written++;
    }
    return written;
  }

  private int count(String table) {
    return store
        .reader()
        .withHandle(h -> h.select("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }
}
