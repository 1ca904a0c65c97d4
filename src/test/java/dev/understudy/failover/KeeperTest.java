package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import dev.understudy.store.SynchronousRow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is started, by a real store: each change once, and none beside what decides it already. */
class KeeperTest {
  private final PrimaryLooks looks = new PrimaryLooks();
  private final List<String> started = new ArrayList<>();
  private List<String> runs = List.of();
  private boolean refused;
  private Store store;
  private ClusterRegistry registry;
  private Keeper keeper;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = Store.openForWriting(directory);
    registry = new ClusterRegistry(store, Clock.fixed(Scene.NOW.instant(), ZoneOffset.UTC));
    registry.change(handle -> {}, changes -> changes.register("orders", "alpha", Scene.SYSTEM));
    var clusters =
        Map.of("orders", Scene.config(3, "automatic: true }\n    replication: { mode: sync"));
    keeper =
        new Keeper(() -> clusters, registry, name -> runs, this::start, Runnable::run, looks::now);
  }

  private void start(String cluster, List<String> standbys, boolean urgent, String reason) {
    if (refused) {
      throw new UnderstudyException(ErrorClass.PRECONDITION, cluster, "not now", null, null);
    }
    started.add(standbys + (urgent ? " urgently" : ""));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void confirmers(long epoch, String... names) {
    looks.names = names.length == 0 ? "" : "ANY 1 (\"" + String.join("\", \"", names) + "\")";
    registry.change(
        handle -> {},
        changes ->
            changes.putSynchronous(
                new SynchronousRow("orders", epoch, List.of(names), "", "", Scene.NOW.instant())));
  }

  private void look(int times, String... standbys) {
    for (int i = 0; i < times; i++) {
      keeper.accept(looks.next(standbys));
    }
  }

  @Test
  void whereNobodyBeganItNothingIsStarted() {
    look(30, "bravo=");
    assertThat(started).isEmpty();
  }

  @Test
  void aStandbyThatIsGoneIsWaitedForNoMore() {
    confirmers(1, "bravo");
    look(2, "bravo=");
    look(5);
    assertThat(started).containsExactly("[] urgently");
  }

  @Test
  void itIsDoneAlthoughSomethingElseIsUnderWay() {
    confirmers(1, "bravo");
    runs = List.of("provision");
    look(5);
    assertThat(started).containsExactly("[] urgently");
  }

  @Test
  void nothingIsStartedBesideWhatChangesThePrimary() {
    confirmers(1, "bravo");
    runs = List.of("failover");
    look(20);
    assertThat(started).isEmpty();
  }

  @Test
  void oneThatIsBackIsWaitedForWhenNothingElseIsUnderWay() {
    confirmers(1);
    runs = List.of("provision");
    look(20, "bravo=");
    assertThat(started).isEmpty();
    runs = List.of();
    look(1, "bravo=");
    assertThat(started).containsExactly("[bravo]");
  }

  @Test
  void whatHeldForAnEarlierPrimaryHoldsForNobody() {
    confirmers(0, "bravo");
    looks.names = "";
    look(12, "bravo=");
    assertThat(started).containsExactly("[bravo]");
  }

  @Test
  void whatWasNotStartedIsTriedAgain() {
    confirmers(1, "bravo");
    refused = true;
    look(5);
    refused = false;
    look(5);
    assertThat(started).isEmpty();
    look(12);
    assertThat(started).containsExactly("[] urgently");
  }
}
