package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs side by side share a commit, and nothing else. */
@Timeout(30)
class SharedJournalTest {
  @TempDir Path data;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private Store store;
  private Journal journal;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    journal =
        new Journal(
            store.sharedCommits(),
            new SettableClock(),
            Duration.ofSeconds(30),
            events -> events.forEach(event -> told.add(event.run() + " " + event.text())));
  }

  @AfterEach
  void close() {
    gate.countDown();
    journal.close();
    store.close();
  }

  private RunView run(String cluster) {
    String id = "run-" + cluster;
    store
        .writer()
        .useTransaction(
            handle -> {
              handle.execute("INSERT OR IGNORE INTO definition VALUES ('h', 'n', 's', 't', '')");
              handle.execute(
                  "INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates,"
                      + " status, requested_by, created_at) VALUES (?, ?, 'w', 'h', '{}',"
                      + " 'routine', 1, 'running', 'test', '2026-03-01T10:00:00.000Z')",
                  id,
                  cluster);
            });
    return store.reader().withHandle(handle -> RunTable.find(handle, id)).orElseThrow();
  }

  private Grip lease(RunView run) {
    long term =
        store.writer().inTransaction(h -> LeaseTable.acquire(h, run, "me", "test", Instant.EPOCH));
    return new Grip(run.scope(), run.cluster(), run.id(), "me", term);
  }

  private String note(RunView run, Grip grip, String text) {
    return journal.write(
        grip,
        tx -> {
          tx.note(run, null, "run.noted", text, grip.term());
          return text;
        });
  }

  private FutureTask<String> holding() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    FutureTask<String> first =
        begun(
            () ->
                journal.write(
                    tx -> {
                      busy.countDown();
                      CarryingOutTest.await(gate);
                      return "first";
                    }));
    busy.await();
    return first;
  }

  /** Begun by a thread that waits for its answer by now. */
  private static FutureTask<String> begun(Supplier<String> work) {
    FutureTask<String> task = new FutureTask<>(work::get);
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  private List<String> events() {
    return store
        .reader()
        .withHandle(h -> EventTable.after(h, null, 0).stream())
        .map(event -> event.run() + " " + event.number() + " " + event.text())
        .toList();
  }

  @Test
  void aStaleTermFailsAloneAndTheLogHasNoGap() throws Exception {
    RunView orders = run("orders");
    RunView billing = run("billing");
    Grip stale = lease(orders);
    Grip orders2 = lease(orders);
    Grip good = lease(billing);
    FutureTask<String> first = holding();
    FutureTask<String> one = begun(() -> note(billing, good, "one"));
    FutureTask<String> lost = begun(() -> note(orders, stale, "from the grave"));
    FutureTask<String> two = begun(() -> note(billing, good, "two"));
    FutureTask<String> current = begun(() -> note(orders, orders2, "current"));
    assertThat(events()).isEmpty();
    gate.countDown();

    assertThat(first.get()).isEqualTo("first");
    assertThat(List.of(one.get(), two.get(), current.get()))
        .containsExactly("one", "two", "current");
    assertThatThrownBy(lost::get).cause().isInstanceOf(LeaseLostException.class);
    assertThat(events())
        .containsExactly("run-billing 1 one", "run-billing 2 two", "run-orders 1 current");
    assertThat(told).containsExactly("run-billing one", "run-billing two", "run-orders current");
  }

  @Test
  void aStaleDecisionFailsAloneAndTakesItsEventsBack() throws Exception {
    RunView orders = run("orders");
    RunView billing = run("billing");
    Grip ofOrders = lease(orders);
    Grip ofBilling = lease(billing);
    FutureTask<String> first = holding();
    FutureTask<String> stale =
        begun(
            () ->
                journal.write(
                    ofOrders,
                    tx -> {
                      tx.note(orders, null, "run.noted", "half", ofOrders.term());
                      throw new StaleException("no longer so");
                    }));
    FutureTask<String> good = begun(() -> note(billing, ofBilling, "good"));
    FutureTask<String> next = begun(() -> note(orders, ofOrders, "next"));
    gate.countDown();

    assertThat(List.of(first.get(), good.get(), next.get()))
        .containsExactly("first", "good", "next");
    assertThatThrownBy(stale::get).cause().isInstanceOf(StaleException.class);
    assertThat(events()).containsExactly("run-billing 1 good", "run-orders 1 next");
    assertThat(told).containsExactly("run-billing good", "run-orders next");
  }

  @Test
  void aDeathBeforeTheCommitLeavesNobodyToldOfIt() throws Exception {
    RunView orders = run("orders");
    Grip grip = lease(orders);
    FutureTask<String> first = holding();
    FutureTask<String> waiting = begun(() -> note(orders, grip, "never"));
    Thread death = new Thread(journal::close);
    death.start();
    while (death.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    gate.countDown();
    death.join();
    List<String> atDeath = events();

    assertThat(first.get()).isEqualTo("first");
    assertThatThrownBy(() -> note(orders, grip, "late")).isInstanceOf(LeaseLostException.class);
    if (atDeath.isEmpty()) {
      assertThatThrownBy(waiting::get).cause().isInstanceOf(LeaseLostException.class);
    } else {
      assertThat(waiting.get()).isEqualTo("never");
    }
    assertThat(events()).isEqualTo(atDeath);
    assertThat(told).hasSameSizeAs(atDeath);
  }
}
