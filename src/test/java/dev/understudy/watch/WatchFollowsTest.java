package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig.TlsMode;
import dev.understudy.postgres.PgVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Watching goes over to other clusters without forgetting those that stay. */
class WatchFollowsTest {
  private static final Timings TIMINGS = Timings.of(Duration.ofMillis(250));

  private final Map<String, LoopRig.FakeSql> asked = new ConcurrentHashMap<>();
  private final Watch.Probes probes =
      new Watch.Probes() {
        @Override
        public SqlProbe sql(WatchedNode node) {
          LoopRig.FakeSql probe = new LoopRig.FakeSql();
          asked.put(node.cluster() + "/" + node.node(), probe);
          return probe;
        }

        @Override
        public HostProbe host(WatchedNode node) {
          return new LoopRig.FakeHost();
        }
      };

  @Test
  void whatStaysIsKnownOnWhatIsNewBeginsAndWhatIsGoneIsAskedNoMore() {
    WatchedNode orders = node("orders", "alpha");
    WatchedNode stock = node("stock", "delta");
    Watch watch = new Watch(List.of(orders, stock), probes, TIMINGS, Moments.SYSTEM);
    try (watch) {
      watch.start();
      await(() -> answers(watch, "orders", "alpha") && answers(watch, "stock", "delta"));
      Moment since = watch.snapshot("orders").node("alpha").orElseThrow().observedSince();
      LoopRig.FakeSql kept = asked.get("orders/alpha");
      LoopRig.FakeSql gone = asked.get("stock/delta");

      watch.follow(List.of(node("billing", "echo")), Set.of("orders"), probes);

      assertThat(watch.clusters()).containsExactly("orders", "billing");
      await(() -> answers(watch, "billing", "echo"));
      assertThat(watch.snapshot("orders").node("alpha").orElseThrow().observedSince())
          .isEqualTo(since);
      assertThat(asked.get("orders/alpha")).isSameAs(kept);
      int last = gone.asked;
      int before = kept.asked;
      await(() -> kept.asked > before + 3);
      assertThat(gone.asked).as("one may have been under way").isLessThanOrEqualTo(last + 1);
    }
  }

  private static boolean answers(Watch watch, String cluster, String node) {
    return watch.snapshot(cluster).node(node).orElseThrow().answers();
  }

  private static WatchedNode node(String cluster, String name) {
    return new WatchedNode(
        cluster, name, "192.0.2.1", 5432, TlsMode.PREFER, PgVersion.parse("15"), Optional::empty);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
