package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.failover.RecordedVerdict.Start;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.store.Store;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Reached;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverTest {
  @TempDir Path data;

  private Store store;
  private Verdicts verdicts;
  private Scene scene = Scene.of(2);
  private Moment now = Scene.NOW;
  private final Deque<Runnable> starts = new ArrayDeque<>();
  private final List<Verdict> started = new ArrayList<>();
  private @Nullable LastPrimary last;
  private @Nullable UnderstudyException refusal;
  private Observer observer;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    verdicts = new Verdicts(store);
    observer = observer();
  }

  private Observer observer() {
    return new Observer(
        () -> Map.of("orders", Scene.config(2, "automatic: true")),
        (config, snapshot) -> scene.circumstances(),
        verdicts,
        this::start,
        starts::add,
        () -> now);
  }

  private String start(Verdict verdict, LastPrimary primary) {
    if (refusal != null) {
      throw refusal;
    }
    started.add(verdict);
    last = primary;
    return "run-" + started.size();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void powerIsLost() {
    scene = Scene.of(2).silent("alpha", SqlFailure.TIMED_OUT, 10).hostSilent("alpha", 9);
    scene.node("bravo").message = 11;
    scene.tried("bravo", "alpha", Reached.NOTHING, 3);
  }

  private void look() {
    observer.accept(scene.snapshot());
  }

  private void work() {
    while (!starts.isEmpty()) {
      starts.remove().run();
    }
  }

  private void pass(Duration time) {
    now = new Moment(now.nanos() + time.toNanos(), now.instant().plus(time));
  }

  private List<RecordedVerdict> recorded() {
    return verdicts.between("orders", Instant.EPOCH, Instant.parse("2040-01-01T00:00:00Z"));
  }

  @Test
  void onlyChangesAreWrittenDown() {
    look();
    look();
    scene.node("alpha").door = SqlFailure.TOO_MANY_CONNECTIONS;
    look();
    look();
    assertThat(recorded())
        .extracting(one -> one.verdict().code())
        .containsExactly(Code.HEALTHY, Code.TOO_MANY_CONNECTIONS);
    assertThat(observer.verdict("orders").orElseThrow().code())
        .isEqualTo(Code.TOO_MANY_CONNECTIONS);
  }

  @Test
  void whatIsStoredComesBackAsItWas() {
    powerIsLost();
    scene.onPrimaryHost = true;
    look();
    assertThat(recorded())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.verdict()).isEqualTo(scene.judge());
              assertThat(one.at()).isEqualTo(now.instant());
              assertThat(one.start()).isEmpty();
            });
    assertThat(verdicts.at("orders", now.instant())).isPresent();
    assertThat(verdicts.at("orders", now.instant().minusMillis(1))).isEmpty();
  }

  @Test
  void afterARestartTheSameIsNotWrittenAgain() {
    look();
    observer = observer();
    look();
    assertThat(recorded()).hasSize(1);
  }

  @Test
  void aFailoverIsStartedOnceAndRecorded() {
    powerIsLost();
    look();
    look();
    assertThat(starts).hasSize(1);
    work();
    assertThat(started)
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.choice().node()).contains("bravo"));
    assertThat(last)
        .isEqualTo(new LastPrimary(Scene.SYSTEM, 1, Optional.of(Lsn.parse("0/5000000"))));
    scene.runs = List.of("failover");
    look();
    work();
    assertThat(started).hasSize(1);
    assertThat(recorded())
        .extracting(one -> one.verdict().code())
        .containsExactly(Code.HOST_LOST, Code.ROLE_CHANGE);
    assertThat(recorded().get(0).start().orElseThrow())
        .isEqualTo(new Start(now.instant(), Optional.of("run-1"), "", false));
  }

  @Test
  void whatCouldNotBeStartedIsTriedAgainLater() {
    powerIsLost();
    refusal = new UnderstudyException(ErrorClass.PRECONDITION, "start", "not now", null, null);
    look();
    work();
    look();
    assertThat(starts).isEmpty();
    assertThat(recorded().get(0).start().orElseThrow().refused()).isEqualTo("not now");
    refusal = null;
    pass(Duration.ofSeconds(16));
    look();
    work();
    assertThat(started).hasSize(1);
    assertThat(verdicts.starts("orders")).hasSize(1);
  }

  @Test
  void aPersonTakesNote() {
    assertThat(verdicts.acknowledge("orders", now.instant(), "ann")).isFalse();
    powerIsLost();
    look();
    work();
    assertThat(verdicts.acknowledge("orders", now.instant(), "ann")).isTrue();
    assertThat(verdicts.starts("orders").get(0).start().orElseThrow().acknowledged()).isTrue();
  }

  @Test
  void thatSomebodyWatchesIsRemembered() {
    look();
    assertThat(verdicts.watched("orders", now.instant())).isTrue();
    assertThat(verdicts.watched("orders", now.instant().minusSeconds(1))).isFalse();
    assertThat(verdicts.watched("orders", now.instant().plusSeconds(60))).isFalse();
    assertThat(verdicts.lastKnown("orders").orElseThrow().written())
        .contains(Lsn.parse("0/5000000"));
  }

  @Test
  void whatIsClosedDoesNothingMore() {
    observer.close();
    powerIsLost();
    look();
    assertThat(recorded()).isEmpty();
    assertThat(starts).isEmpty();
  }
}
