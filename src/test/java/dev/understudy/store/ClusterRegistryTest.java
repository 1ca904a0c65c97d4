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
import java.util.function.Consumer;
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
    assertThat(register("alpha", "7")).isEqualTo(expected);
    assertThat(register("alpha", "7")).isEqualTo(expected);
    assertThat(registry.find("orders")).contains(expected);
    assertThat(registry.all()).containsExactly(expected);
  }

  @Test
  void refusesAnotherPrimaryOrAnotherSystemForAKnownCluster() {
    register("alpha", "7");
    assertThatThrownBy(() -> register("bravo", "7"))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining("primary alpha");
    assertThatThrownBy(() -> register("alpha", "8")).isInstanceOf(PreconditionException.class);
  }

  @Test
  void changesThePrimaryOnlyFromTheExpectedEpoch() {
    register("alpha", "7");
    assertThat(changePrimary("orders", 2, "bravo")).isFalse();
    assertThat(changePrimary("orders", 1, "bravo")).isTrue();
    assertThat(changePrimary("orders", 1, "charlie")).isFalse();
    RegisteredCluster cluster = registry.find("orders").orElseThrow();
    assertThat(cluster.epoch()).isEqualTo(2);
    assertThat(cluster.primaryNode()).isEqualTo("bravo");
    assertThat(changePrimary("unknown", 1, "bravo")).isFalse();
  }

  @Test
  void keepsWhatWasLastSeenOfNodes() {
    register("alpha", "7");
    RegisteredNode fresh = node("bravo", OptionalLong.empty(), Optional.empty());
    RegisteredNode seen = node("bravo", OptionalLong.of(3), Optional.of("16/B374D848"));
    change(changes -> changes.putNode(fresh));
    assertThat(registry.nodes("orders")).containsExactly(fresh);
    change(changes -> changes.putNode(seen));
    assertThat(registry.nodes("orders")).containsExactly(seen);
    change(changes -> changes.removeNode("orders", "bravo"));
    assertThat(registry.nodes("orders")).isEmpty();
  }

  @Test
  void forgetsAClusterWithItsNodes() {
    register("alpha", "7");
    change(changes -> changes.putNode(node("bravo", OptionalLong.empty(), Optional.empty())));
    change(changes -> changes.remove("orders"));
    assertThat(registry.all()).isEmpty();
    assertThat(registry.nodes("orders")).isEmpty();
  }

  @Test
  void knowsNoNodesWithoutTheirCluster() {
    assertThatThrownBy(
            () ->
                change(
                    changes ->
                        changes.putNode(node("bravo", OptionalLong.empty(), Optional.empty()))))
        .hasMessageContaining("FOREIGN KEY");
  }

  private RegisteredCluster register(String primary, String systemId) {
    change(changes -> changes.register("orders", primary, systemId));
    return registry.find("orders").orElseThrow();
  }

  private boolean changePrimary(String cluster, long epoch, String primary) {
    boolean[] changed = new boolean[1];
    change(changes -> changed[0] = changes.changePrimary(cluster, epoch, primary));
    return changed[0];
  }

  private void change(Consumer<RegistryChanges> changes) {
    registry.change(handle -> {}, changes);
  }

  private static RegisteredNode node(String name, OptionalLong timeline, Optional<String> lsn) {
    return new RegisteredNode("orders", name, "standby", "streaming", timeline, lsn, NOW);
  }
}
