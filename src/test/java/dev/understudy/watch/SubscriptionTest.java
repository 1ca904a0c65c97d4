package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final Subscription subscription =
      new Subscription(s -> told.add(s.cluster() + s.number()), tasks::add);

  @Test
  void aSlowListenerIsToldTheNewestOfEachCluster() {
    subscription.offer(snapshot("a", 1));
    subscription.offer(snapshot("b", 1));
    subscription.offer(snapshot("a", 2));
    subscription.offer(snapshot("a", 3));
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(told).containsExactly("a3", "b1");
    subscription.offer(snapshot("b", 2));
    tasks.remove().run();
    assertThat(told).containsExactly("a3", "b1", "b2");
  }

  @Test
  void whatComesWhileItIsToldIsToldAfterwards() {
    List<Long> numbers = new ArrayList<>();
    Subscription[] self = new Subscription[1];
    self[0] =
        new Subscription(
            s -> {
              numbers.add(s.number());
              if (s.number() < 5) {
                self[0].offer(snapshot("a", s.number() + 1));
                self[0].offer(snapshot("a", s.number() + 2));
              }
            },
            tasks::add);
    self[0].offer(snapshot("a", 1));
    tasks.remove().run();
    assertThat(numbers).containsExactly(1L, 3L, 5L);
    assertThat(tasks).isEmpty();
  }

  @Test
  void aListenerThatFailsIsToldTheNext() {
    Subscription failing =
        new Subscription(
            s -> {
              told.add("failing");
              throw new IllegalStateException("on purpose");
            },
            tasks::add);
    failing.offer(snapshot("a", 1));
    failing.offer(snapshot("b", 1));
    tasks.remove().run();
    assertThat(told).containsExactly("failing", "failing");
  }

  @Test
  void aClosedOneIsToldNothing() {
    subscription.offer(snapshot("a", 1));
    subscription.close();
    subscription.offer(snapshot("a", 2));
    tasks.remove().run();
    assertThat(told).isEmpty();
    assertThat(tasks).isEmpty();
  }

  private static ClusterSnapshot snapshot(String cluster, long number) {
    return new ClusterSnapshot(cluster, number, new Moment(0, Instant.EPOCH), Map.of());
  }
}
