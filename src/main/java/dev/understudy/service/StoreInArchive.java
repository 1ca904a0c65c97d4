package dev.understudy.service;

import dev.understudy.archive.StoreCopies;
import dev.understudy.archive.StoreCopies.Copy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.StoreBackupConfig;
import dev.understudy.store.Seal;
import dev.understudy.store.Store;
import dev.understudy.store.StoreBackup;
import dev.understudy.store.StoreRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Sealed copies of the store in a cluster's archive. */
public final class StoreInArchive {
  private final Configuration configuration;
  private final ClusterConfig cluster;

  /**
   * @throws UnderstudyException USAGE for a cluster that is not configured
   */
  public StoreInArchive(Configuration configuration, String cluster) {
    this.configuration = configuration;
    this.cluster =
        Optional.ofNullable(configuration.clusters().get(cluster))
            .orElseThrow(
                () ->
                    new UnderstudyException(
                        ErrorClass.USAGE,
                        cluster,
                        "the configuration has no such cluster",
                        "name one of: " + String.join(", ", configuration.clusters().keySet()),
                        null));
  }

  /** The copies that are there, of whatever store, the newest first. */
  public List<Copy> list() {
    try (StoreCopies copies = copies()) {
      return copies.list();
    }
  }

  /** Makes one now, and removes this store's oldest beyond those that are to be kept. */
  public Copy backUp(Instant now) {
    StoreBackupConfig config = config();
    byte[] sealed = new Seal(config.passphrase().value()).close(backup());
    String owner = owner();
    try (StoreCopies copies = copies()) {
      Copy made = copies.put(owner, now.truncatedTo(ChronoUnit.SECONDS), sealed);
      copies.list().stream()
          .filter(copy -> copy.owner().equals(owner))
          .skip(config.keep())
          .forEach(copies::remove);
      return made;
    }
  }

  /**
   * Puts the newest one into the data directory, which must be empty.
   *
   * @return what was restored, and which clusters are to be taken over
   */
  public Restored restore(Instant now) {
    Seal seal = new Seal(config().passphrase().value());
    try (StoreCopies copies = copies()) {
      Copy newest =
          copies.list().stream()
              .findFirst()
              .orElseThrow(
                  () ->
                      new PreconditionException(
                          cluster.name(),
                          "there is no copy of a store in " + copies.place(),
                          "name another cluster, or a file that store backup wrote"));
      byte[] zip = seal.open(copies.read(newest));
      return new Restored(newest, restore(zip, now));
    }
  }

  /**
   * What came back.
   *
   * @param clusters that are to be taken over
   */
  public record Restored(Copy copy, List<String> clusters) {}

  private List<String> restore(byte[] zip, Instant now) {
    Path file = null;
    try {
      // Made for its owner alone.
      file = Files.createTempFile("understudy-store", ".zip");
      Files.write(file, zip);
      return new StoreRestore(configuration.data()).from(file, now);
    } catch (IOException e) {
      throw unwritten(e);
    } finally {
      delete(file);
    }
  }

  private byte[] backup() {
    Path directory = null;
    Path file = null;
    try {
      directory = Files.createTempDirectory("understudy-store");
      file = directory.resolve("store.zip");
      new StoreBackup(configuration.data()).write(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unwritten(e);
    } finally {
      delete(file);
      delete(directory);
    }
  }

  private static UnderstudyException unwritten(IOException e) {
    return new UnderstudyException(
        ErrorClass.PRECONDITION,
        "store backup",
        "a temporary file cannot be written: " + e.getMessage(),
        "make room in " + System.getProperty("java.io.tmpdir"),
        e);
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is in a directory for temporary files, and nobody else can read it.
      return;
    }
  }

  private String owner() {
    try (Store store = Store.openForReading(configuration.data())) {
      return store.owner();
    }
  }

  private StoreBackupConfig config() {
    return configuration
        .service()
        .storeBackup()
        .orElseThrow(
            () ->
                new PreconditionException(
                    "service.store_backup",
                    "the configuration has no passphrase for copies of the store",
                    "set service: { store_backup: { passphrase: … } }"));
  }

  private StoreCopies copies() {
    return StoreCopies.of(cluster)
        .orElseThrow(
            () ->
                new PreconditionException(
                    cluster.name(),
                    "the cluster's archive is not in a bucket, so the store cannot be copied there",
                    "use understudy store backup FILE"));
  }
}
