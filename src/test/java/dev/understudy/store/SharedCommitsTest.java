package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SharedCommitsTest {
  private static final String ADD =
      "INSERT INTO outdated (cluster, reason, seen_at) VALUES (?1, '', '')";

  @TempDir Path data;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> told = new ArrayList<>();
  private final Map<String, Integer> transactions = new ConcurrentHashMap<>();
  private Store store;
  private SharedCommits commits;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    commits = store.sharedCommits();
  }

  @AfterEach
  void close() {
    gate.countDown();
    threads.shutdown();
    commits.close();
    store.close();
  }

  private String add(String name) {
    return commits.write(handle -> added(handle, name), () -> told.add(name));
  }

  private String added(Handle handle, String name) {
    transactions.put(name, System.identityHashCode(handle));
    Direct.update(handle, ADD, name);
    return name;
  }

  private List<String> found() {
    return store
        .reader()
        .withHandle(
            handle ->
                Direct.query(
                    handle, r -> r.getString(1), "SELECT cluster FROM outdated ORDER BY rowid"));
  }

  /** Keeps the committing thread busy with the first write until the gate opens. */
  private CompletableFuture<String> first() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CompletableFuture<String> first =
        async(
            () ->
                commits.write(
                    handle -> {
                      busy.countDown();
                      awaitGate();
                      return added(handle, "first");
                    },
                    () -> told.add("first")));
    busy.await();
    return first;
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  /** Asks in this order, one after another. */
  private <T> CompletableFuture<T> queued(Supplier<T> work) {
    int before = commits.waiting();
    CompletableFuture<T> future = async(work);
    while (commits.waiting() == before) {
      Thread.onSpinWait();
    }
    return future;
  }

  @Test
  void whatIsAskedForDuringACommitSharesTheNextOneInItsOrder() throws Exception {
    CompletableFuture<String> first = first();
    List<CompletableFuture<String>> others = new ArrayList<>();
    for (String name : List.of("b", "a", "d", "c")) {
      others.add(queued(() -> add(name)));
    }
    assertThat(others).noneMatch(CompletableFuture::isDone);
    gate.countDown();

    assertThat(first.join()).isEqualTo("first");
    assertThat(others).extracting(CompletableFuture::join).containsExactly("b", "a", "d", "c");
    assertThat(found()).containsExactly("first", "b", "a", "d", "c");
    assertThat(told).containsExactly("first", "b", "a", "d", "c");
    assertThat(transactions.values())
        .as("transactions")
        .containsOnly(transactions.get("first"), transactions.get("a"));
    assertThat(transactions.get("a")).isNotEqualTo(transactions.get("first"));
  }

  @Test
  void whatFailsFailsAloneAndLeavesNothing() throws Exception {
    CompletableFuture<String> first = first();
    CompletableFuture<String> before = queued(() -> add("before"));
    CompletableFuture<String> failing =
        queued(
            () ->
                commits.write(
                    handle -> {
                      added(handle, "half");
                      throw new IllegalStateException("in the middle");
                    },
                    () -> told.add("failing")));
    CompletableFuture<String> twice = queued(() -> add("before"));
    CompletableFuture<String> after = queued(() -> add("after"));
    gate.countDown();

    assertThat(List.of(first, before, after))
        .extracting(CompletableFuture::join)
        .containsExactly("first", "before", "after");
    assertThatThrownBy(failing::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("in the middle");
    assertThatThrownBy(twice::join).hasMessageContaining("UNIQUE");
    assertThat(found()).containsExactly("first", "before", "after");
    assertThat(told).containsExactly("first", "before", "after");
  }

  @Test
  void nobodyIsToldOfACommitThatFails() throws Exception {
    CompletableFuture<String> first = first();
    CompletableFuture<String> before = queued(() -> add("before"));
    CompletableFuture<String> refused =
        queued(
            () ->
                commits.write(
                    handle -> {
                      throw new IllegalStateException("its own failure");
                    },
                    () -> {}));
    CompletableFuture<String> spoils =
        queued(
            () ->
                commits.write(
                    handle -> {
                      // Checked by the commit only.
                      handle.execute("PRAGMA defer_foreign_keys = ON");
                      handle.execute("INSERT INTO node VALUES ('none', 'n', '', '', 1, '', '')");
                      return "spoils";
                    },
                    () -> told.add("spoils")));
    gate.countDown();

    assertThat(first.join()).isEqualTo("first");
    assertThat(List.of(before, refused, spoils))
        .allSatisfy(one -> assertThatThrownBy(one::join).hasMessageContaining("Failed to commit"));
    assertThat(found()).containsExactly("first");
    assertThat(told).containsExactly("first");
    assertThat(add("later")).isEqualTo("later");
  }

  @Test
  void closingWaitsForTheCommitUnderWayAndRefusesTheRest() throws Exception {
    CompletableFuture<String> first = first();
    CompletableFuture<String> waiting = queued(() -> add("waiting"));
    CompletableFuture<Boolean> closing =
        async(
            () -> {
              commits.close();
              return first.isDone();
            });
    gate.countDown();
    closing.join();
    first.join();

    assertThatThrownBy(() -> add("late")).isInstanceOf(RejectedExecutionException.class);
    // Which of the two came first is open; what was told is not.
    boolean written = waiting.handle((name, error) -> error == null).join();
    assertThat(found()).isEqualTo(written ? List.of("first", "waiting") : List.of("first"));
    assertThat(told).isEqualTo(found());
  }

  @Test
  void anInterruptedCallerStillGetsItsAnswer() {
    Thread.currentThread().interrupt();
    assertThat(add("one")).isEqualTo("one");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(found()).containsExactly("one");
  }

  @Test
  void aTellerThatFailsIsItsOwnCallersMatter() {
    Runnable failing =
        () -> {
          throw new IllegalStateException("nobody listens");
        };
    assertThatThrownBy(() -> commits.write(handle -> added(handle, "one"), failing))
        .hasMessage("nobody listens");
    add("two");

    assertThat(found()).containsExactly("one", "two");
    assertThat(told).containsExactly("two");
  }

  @Test
  void whoHoldsTheWriterMustNotWaitForIt() {
    try (Handle handle = store.writer().open()) {
      assertThatThrownBy(() -> add("one")).isInstanceOf(NestedHandleException.class);
      assertThat(handle.execute("DELETE FROM node")).isZero();
    }
    assertThatThrownBy(() -> commits.write(handle -> add("nested"), () -> {}))
        .isInstanceOf(NestedHandleException.class);
    assertThatThrownBy(() -> commits.write(handle -> found(), () -> {}))
        .isInstanceOf(NestedHandleException.class);
    assertThat(add("two")).isEqualTo("two");
  }

  @Test
  void manyAtOnceAreAllWrittenOnce() {
    ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String name = "n" + i;
      all.add(async(() -> answers.add(add(name))));
    }
    all.forEach(CompletableFuture::join);
    assertThat(found()).hasSize(300).containsExactlyInAnyOrderElementsOf(answers);
    assertThat(told).isEqualTo(found());
  }
}
