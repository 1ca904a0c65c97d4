package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.service.StoreInArchive;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the store in a real bucket, and the way back onto another machine. */
@ExtendWith(S3Extension.class)
class StoreInArchiveTest {
  private static final Instant NOW = Instant.parse("2026-11-24T21:40:00Z");
  private static int prefixes;

  private final TestS3 s3;
  private final String prefix = "store-" + ++prefixes;
  @TempDir Path directory;

  StoreInArchiveTest(TestS3 s3) {
    this.s3 = s3;
  }

  @Test
  void anotherMachineTakesOverWhatTheLostOneHad() throws IOException {
    Configuration lost = configuration("lost", "correct horse");
    String owner = made(lost);
    Files.createDirectories(lost.data().resolve("secrets/orders"));
    Files.writeString(lost.data().resolve("secrets/orders/monitor"), "swordfish");
    new StoreInArchive(lost, "orders").backUp(NOW);

    Configuration wrong = configuration("wrong", "battery staple");
    assertThatThrownBy(() -> new StoreInArchive(wrong, "orders").restore(NOW))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("another passphrase");
    assertThat(wrong.data()).doesNotExist();

    Configuration other = configuration("other", "correct horse");
    StoreInArchive.Restored restored = new StoreInArchive(other, "orders").restore(NOW);
    assertThat(restored.clusters()).containsExactly("orders");
    assertThat(restored.copy().at()).isEqualTo(NOW);
    assertThat(other.data().resolve("secrets/orders/monitor")).hasContent("swordfish");
    try (Store store = Store.openForWriting(other.data())) {
      assertThat(store.owner()).isNotEqualTo(owner);
      assertThat(new ClusterRegistry(store, Clock.systemUTC()).outdated("orders")).isPresent();
    }
  }

  @Test
  void onlyTheOldestOfTheSameStoreAreRemoved() throws IOException {
    Configuration one = configuration("one", "correct horse");
    Configuration two = configuration("two", "correct horse");
    made(one);
    String second = made(two);
    new StoreInArchive(one, "orders").backUp(NOW);
    for (int i = 1; i <= 4; i++) {
      new StoreInArchive(two, "orders").backUp(NOW.plusSeconds(60 * i));
    }
    List<StoreCopies.Copy> left = new StoreInArchive(one, "orders").list();

    assertThat(left)
        .extracting(StoreCopies.Copy::at)
        .containsExactly(NOW.plusSeconds(240), NOW.plusSeconds(180), NOW);
    assertThat(left.get(0).owner()).isEqualTo(second);
  }

  private static String made(Configuration configuration) {
    try (Store store = Store.openForWriting(configuration.data())) {
      new ClusterRegistry(store, Clock.systemUTC())
          .change(handle -> {}, changes -> changes.register("orders", "alpha", "7001"));
      return store.owner();
    }
  }

  private Configuration configuration(String machine, String passphrase) throws IOException {
    Path file = Files.createDirectories(directory.resolve(machine)).resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        service: { store_backup: { passphrase: "%s", keep: 2 } }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 } }
            archive:
              kind: pgbackrest
              repository:
                s3: { bucket: %s, prefix: %s, region: eu-west-1, endpoint: "%s:%d", path_style: true, ca_file: %s, access_key: %s, secret_key: "%s" }
        """
            .formatted(
                passphrase,
                TestS3.BUCKET,
                prefix,
                TestS3.LOOPBACK,
                s3.port(),
                s3.caFile(),
                TestS3.ACCESS,
                TestS3.SECRET));
    return new ConfigurationReader(Map.of(), directory).read(file);
  }
}
