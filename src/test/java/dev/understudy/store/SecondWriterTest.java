package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.common.ChildJvm;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondWriterTest {
  @TempDir Path data;

  @Test
  void isRefusedWithTheHolderNamedUntilThatIsKilled() throws Exception {
    try (ChildJvm child = ChildJvm.start(HoldingProcess.class, data.toString())) {
      child.awaitLine("ready");
      LockedException refused =
          catchThrowableOfType(LockedException.class, () -> Store.openForWriting(data));
      assertThat(refused.errorClass()).isEqualTo(ErrorClass.PRECONDITION);
      assertThat(refused).hasMessageContaining("process " + child.pid() + " since 20");
      LockHolder holder = refused.holder().orElseThrow();
      assertThat(holder.holder().pid()).isEqualTo(child.pid());
      assertThat(holder.holder().provablyGone()).isFalse();
      assertThat(holder.since()).isBetween(Instant.now().minusSeconds(60), Instant.now());
      child.kill();
      assertThat(holder.holder().provablyGone()).isTrue();
    }
    try (Store store = Store.openForWriting(data)) {
      assertThat(new ClusterRegistry(store, Clock.systemUTC()).find("c")).isPresent();
      assertThat(Store.lockHolder(data).orElseThrow().holder()).isEqualTo(Holder.current());
    }
    assertThat(Store.lockHolder(data)).isEmpty();
  }

  @Test
  void isRefusedInTheSameProcessWithoutLettingGoOfTheLock() throws Exception {
    try (Store store = Store.openForWriting(data)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Store.openForWriting(data)).isInstanceOf(LockedException.class);
      }
      try (ChildJvm child = ChildJvm.start(HoldingProcess.class, data.toString())) {
        assertThatThrownBy(() -> child.awaitLine("ready"))
            .hasMessageContaining("LockedException")
            .hasMessageContaining("process " + Holder.current().pid());
      }
      assertThat(store.owner()).isNotEmpty();
    }
  }

  @Test
  void isNotHeldUpByANoteThatADeadProcessLeft() throws Exception {
    Files.writeString(data.resolve("lock.holder"), "holder=m/b/1/1\nsince=2020-01-01T00:00:00Z\n");
    try (Store store = Store.openForWriting(data)) {
      assertThat(store.owner()).isNotEmpty();
    }
    Files.writeString(data.resolve("lock.holder"), "half a fi");
    try (Store store = Store.openForWriting(data)) {
      assertThat(store.owner()).isNotEmpty();
    }
  }

  @Test
  void readsAndLeavesARowBesideTheHolder() throws Exception {
    try (ChildJvm child = ChildJvm.start(HoldingProcess.class, data.toString())) {
      child.awaitLine("ready");
      try (Store reading = Store.openForReading(data)) {
        int rows =
            Store.shortWrite(
                data, h -> h.execute("INSERT INTO cluster VALUES ('d', 1, 'a', '7', '', '')"));
        assertThat(rows).isEqualTo(1);
        List<String> names =
            reading
                .reader()
                .withHandle(h -> h.select("SELECT name FROM cluster").mapTo(String.class).list());
        assertThat(names).containsExactlyInAnyOrder("c", "d");
      }
    }
  }

  @Test
  void aShortWriteBesideItselfIsRefused() {
    try (Store store = Store.openForWriting(data)) {
      assertThatThrownBy(() -> Store.shortWrite(store.data(), h -> h.execute("SELECT 1")))
          .isInstanceOf(PreconditionException.class);
    }
  }
}
