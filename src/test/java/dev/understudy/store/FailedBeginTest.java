package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that could not even begin must not spoil the connection for the next ones. */
class FailedBeginTest {
  @TempDir Path data;

  @Test
  void theNextTransactionsAreWholeAgain() throws Exception {
    try (Store store = Store.openForWriting(data)) {
      ClusterRegistry registry = new ClusterRegistry(store, Clock.systemUTC());
      try (var elsewhere = Databases.plainWriter(Store.file(data)).getConnection()) {
        elsewhere.setAutoCommit(false);
        assertThatThrownBy(() -> registry.change(h -> {}, c -> c.register("never", "alpha", "7")))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("another writer");
      }
      assertThatThrownBy(
              () ->
                  registry.change(
                      handle -> {},
                      changes -> {
                        changes.register("undone", "alpha", "7");
                        throw new IllegalStateException("in the middle");
                      }))
          .hasMessage("in the middle")
          .hasNoSuppressedExceptions();
      assertThat(registry.all()).isEmpty();
      registry.change(h -> {}, c -> c.register("orders", "alpha", "7"));
      assertThat(registry.find("orders")).isPresent();
    }
  }
}
