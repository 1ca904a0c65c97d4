package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service's machine is lost, and another one takes its place. */
class StoreBackupTest {
  @TempDir Path directory;
  private Path data;
  private Path file;

  @BeforeEach
  void places() throws IOException {
    data = directory.resolve("data");
    file = directory.resolve("backup.zip");
    Files.createDirectories(data.resolve("secrets/orders"));
    Files.writeString(data.resolve("secrets/orders/replicator"), "hunter2");
    Files.writeString(data.resolve("tokens"), "a token");
    Files.writeString(data.resolve("notes"), "somebody else's");
  }

  @Test
  void whatWasBackedUpWhileAServiceRanComesBack() throws IOException {
    String owner;
    try (Store store = Store.openForWriting(data)) {
      registry(store).change(handle -> {}, changes -> changes.register("orders", "alpha", "7001"));
      owner = store.owner();

      long size = new StoreBackup(data).write(file);

      assertThat(size).isEqualTo(Files.size(file)).isPositive();
      registry(store).change(handle -> {}, changes -> changes.register("stock", "alpha", "7002"));
    }
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining(path -> path.toString().contains("/."));
    Path other = directory.resolve("other");

    List<String> clusters = new StoreRestore(other).from(file, Instant.now());

    assertThat(clusters).containsExactly("orders");
    assertThat(other.resolve("secrets/orders/replicator")).hasContent("hunter2");
    assertThat(other.resolve("tokens")).hasContent("a token");
    assertThat(other.resolve("notes")).doesNotExist();
    assertThat(mode(other)).isEqualTo("rwx------");
    assertThat(mode(other.resolve("secrets/orders"))).isEqualTo("rwx------");
    assertThat(mode(other.resolve("secrets/orders/replicator"))).isEqualTo("rw-------");
    try (Store store = Store.openForWriting(other)) {
      assertThat(store.owner()).as("told from the one that it is a copy of").isNotEqualTo(owner);
      assertThat(registry(store).all())
          .extracting(RegisteredCluster::name)
          .containsExactly("orders");
      assertThat(registry(store).outdated("orders")).contains("it was restored from a backup");
    }
  }

  @Test
  void aBackupIsNeverOverwritten() throws IOException {
    Store.openForWriting(data).close();
    Files.writeString(file, "an older backup");

    assertThatThrownBy(() -> new StoreBackup(data).write(file)).hasMessageContaining("exists");

    assertThat(file).hasContent("an older backup");
  }

  @Test
  void whereThereIsNoStoreThereIsNoBackup() throws IOException {
    assertThatThrownBy(() -> new StoreBackup(data).write(file)).isInstanceOf(StoreException.class);

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(data);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"understudy.db", "secrets", "ca", "tokens", "workflows"})
  void aDirectoryThatHoldsSomethingIsNotWrittenInto(String name) throws IOException {
    Store.openForWriting(data).close();
    new StoreBackup(data).write(file);
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.writeString(other.resolve(name), "precious");

    assertThatThrownBy(() -> new StoreRestore(other).from(file, Instant.now()))
        .hasMessageContaining("holds " + name + " already");

    assertThat(other.resolve(name)).hasContent("precious");
    assertThat(other.toFile().list()).hasSize(1);
  }

  @Test
  void aFileThatIsNoBackup() throws IOException {
    Files.writeString(file, "not a zip");
    Path other = directory.resolve("other");

    assertThatThrownBy(() -> new StoreRestore(other).from(file, Instant.now()))
        .hasMessageContaining("is no backup of a store");
    assertThat(other).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "/tmp/evil", "secrets/../../evil", "lock", "understudy.db-wal"})
  void namesThatLeadElsewhereAreNotFollowed(String name) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("understudy.db"));
      zip.putNextEntry(new ZipEntry(name));
    }
    Path other = directory.resolve("other");

    assertThatThrownBy(() -> new StoreRestore(other).from(file, Instant.now()))
        .hasMessageContaining("is no backup of a store");
    assertThat(other).doesNotExist();
  }

  @Test
  void aDamagedStoreIsNotPutInPlace() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("understudy.db"));
      zip.write(new byte[8192]);
    }
    Path other = directory.resolve("other");

    assertThatThrownBy(() -> new StoreRestore(other).from(file, Instant.now()))
        .isInstanceOf(StoreException.class);
    assertThat(other.toFile().list()).isEmpty();
  }

  private static ClusterRegistry registry(Store store) {
    return new ClusterRegistry(store, Clock.systemUTC());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
