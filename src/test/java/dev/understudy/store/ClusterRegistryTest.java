package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRegistryTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");
  @TempDir Path data;
  private Store store;
  private ClusterRegistry registry;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    registry = new ClusterRegistry(store, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void takesAClusterInOnceWithEpochOne() {
    RegisteredCluster expected = new RegisteredCluster("orders", 1, "alpha", "7", NOW, NOW);
    assertThat(registry.find("orders")).isEmpty();
    assertThat(registry.register("orders", "alpha", "7")).isEqualTo(expected);
    assertThat(registry.register("orders", "alpha", "7")).isEqualTo(expected);
    assertThat(registry.find("orders")).contains(expected);
    assertThat(registry.all()).containsExactly(expected);
  }

  @Test
  void refusesAnotherPrimaryOrAnotherSystemForAKnownCluster() {
    registry.register("orders", "alpha", "7");
    assertThatThrownBy(() -> registry.register("orders", "bravo", "7"))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining("primary alpha");
    assertThatThrownBy(() -> registry.register("orders", "alpha", "8"))
        .isInstanceOf(PreconditionException.class);
  }

  @Test
  void changesThePrimaryOnlyFromTheExpectedEpoch() {
    registry.register("orders", "alpha", "7");
    assertThat(registry.changePrimary("orders", 2, "bravo")).isFalse();
    assertThat(registry.changePrimary("orders", 1, "bravo")).isTrue();
    assertThat(registry.changePrimary("orders", 1, "charlie")).isFalse();
    RegisteredCluster cluster = registry.find("orders").orElseThrow();
    assertThat(cluster.epoch()).isEqualTo(2);
    assertThat(cluster.primaryNode()).isEqualTo("bravo");
    assertThat(registry.changePrimary("unknown", 1, "bravo")).isFalse();
  }

  @Test
  void keepsWhatWasLastSeenOfNodes() {
    registry.register("orders", "alpha", "7");
    RegisteredNode fresh = node("bravo", OptionalLong.empty(), Optional.empty());
    RegisteredNode seen = node("bravo", OptionalLong.of(3), Optional.of("16/B374D848"));
    registry.putNode(fresh);
    assertThat(registry.nodes("orders")).containsExactly(fresh);
    registry.putNode(seen);
    assertThat(registry.nodes("orders")).containsExactly(seen);
    registry.removeNode("orders", "bravo");
    assertThat(registry.nodes("orders")).isEmpty();
  }

  @Test
  void forgetsAClusterWithItsNodes() {
    registry.register("orders", "alpha", "7");
    registry.putNode(node("bravo", OptionalLong.empty(), Optional.empty()));
    registry.remove("orders");
    assertThat(registry.all()).isEmpty();
    assertThat(registry.nodes("orders")).isEmpty();
  }

  @Test
  void knowsNoNodesWithoutTheirCluster() {
    assertThatThrownBy(
            () -> registry.putNode(node("bravo", OptionalLong.empty(), Optional.empty())))
        .hasMessageContaining("FOREIGN KEY");
  }

  private static RegisteredNode node(String name, OptionalLong timeline, Optional<String> lsn) {
    return new RegisteredNode("orders", name, "standby", "streaming", timeline, lsn, NOW);
  }
}
