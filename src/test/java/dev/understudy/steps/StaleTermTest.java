package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.UnderstudyException;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.store.RegistryChanges;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that lost the cluster's lease and does not know it yet changes nothing in the registry. */
class StaleTermTest {
  private static final Consumer<RegistryChanges> REGISTER =
      changes -> changes.register("orders", "alpha", "7");

  private static final String DEFINITION =
      "INSERT INTO definition VALUES ('hash', 'job', 'file', 'text', 'now')";
  private static final String RUN =
      "INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates, status,"
          + " requested_by, created_at) VALUES ('run-1', 'orders', 'job', 'hash', '{}', 'routine',"
          + " 1, 'running', 'test', 'now')";
  private static final String LEASE =
      "INSERT INTO lease (scope, run, holder, reason, expires_at, term)"
          + " VALUES ('orders', 'run-1', 'me', 'test', '2030-01-01T00:00:00Z', 4)";
  private static final String RELEASE =
      "UPDATE lease SET run = NULL, holder = NULL, expires_at = NULL";

  @TempDir Path directory;
  private SiteRig rig;

  @BeforeEach
  void heldInTermFour() {
    rig = new SiteRig(directory);
    execute(DEFINITION, RUN, LEASE);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theHolderWrites() {
    site().register(fence(4), REGISTER);
    assertThat(rig.registry().all()).extracting(RegisteredCluster::name).containsExactly("orders");
  }

  @Test
  void anOlderTermWritesNothing() {
    assertRefused(3, REGISTER);
  }

  @Test
  void aTermThatWasGivenBackWritesNothing() {
    execute(RELEASE);
    assertRefused(4, REGISTER);
  }

  @Test
  void whatComesLaterInTheSameChangeIsNotWrittenEither() {
    assertThatThrownBy(
            () ->
                site()
                    .register(
                        fence(4),
                        changes -> {
                          changes.register("orders", "alpha", "7");
                          changes.register("orders", "bravo", "7");
                        }))
        .hasMessageContaining("registered with primary alpha");
    assertThat(rig.registry().all()).isEmpty();
  }

  /** A run that was pre-empted sees its own store's newer term on the hosts. */
  @Test
  void aNewerTermOfItsOwnStoreDoesNotMakeTheStoreAnOlderCopy() {
    assertRefused(3, changes -> changes.markOutdated("orders", "bravo"));
    assertThat(rig.registry().outdated("orders")).isEmpty();
  }

  private void assertRefused(long term, Consumer<RegistryChanges> changes) {
    assertThatThrownBy(() -> site().register(fence(term), changes))
        .isInstanceOfSatisfying(
            UnderstudyException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.FENCED))
        .hasMessageContaining("nothing was written");
    assertThat(rig.registry().all()).isEmpty();
  }

  private Site site() {
    return rig.sites().site("orders");
  }

  private static Fence fence(long term) {
    return new Fence("owner", "orders", 1, term);
  }

  private void execute(String... statements) {
    rig.registry().change(handle -> List.of(statements).forEach(handle::execute), changes -> {});
  }
}
