package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup of {@link StoreBackup} into a data directory. The hosts may have seen a newer life
 * of that store, so each of its clusters is refused to every run until somebody has taken over. It
 * is another owner from then on, so that the guards tell it from the one that it was copied from.
 */
public final class StoreRestore {
  private static final String WAY =
      "Name a file that 'understudy store backup' wrote, as it was written.";

  private final Path data;

  public StoreRestore(Path data) {
    this.data = data;
  }

  /**
   * Restores. Everything is written beside its place first, so a failure leaves nothing.
   *
   * @return the clusters that are to be taken over
   * @throws StoreException when the data directory holds something already, or the file is no sound
   *     backup
   */
  public List<String> from(Path backup, Instant now) {
    requireRoom();
    try (ZipFile zip = new ZipFile(backup.toFile())) {
      List<ZipEntry> entries = checked(backup, zip);
      PrivateFiles.createDirectory(data);
      Path apart = data.resolve(".restoring");
      try {
        PrivateFiles.deleteTree(apart);
        for (ZipEntry entry : entries) {
          PrivateFiles.write(apart.resolve(entry.getName()), zip.getInputStream(entry));
        }
        Path store = apart.resolve(StoreBackup.STORE);
        Integrity.require(store);
        List<String> clusters = refuseUntilTakenOver(store, now);
        putInPlace(apart);
        return clusters;
      } finally {
        PrivateFiles.deleteTree(apart);
      }
    } catch (ZipException e) {
      throw unusable(backup, e);
    } catch (IOException e) {
      throw StoreErrors.io(data, "restore " + backup + " into " + data, e);
    }
  }

  private void requireRoom() {
    List<String> taken = new ArrayList<>(StoreBackup.BESIDE);
    taken.add(StoreBackup.STORE);
    taken.removeIf(name -> !Files.exists(data.resolve(name)));
    if (!taken.isEmpty()) {
      throw new StoreException(
          ErrorClass.PRECONDITION,
          data,
          data + " holds " + String.join(", ", taken) + " already",
          "Stop the service, and move the directory aside first.",
          null);
    }
  }

  /** The names in a file say where to write, so only those that we write ourselves are taken. */
  private static List<ZipEntry> checked(Path backup, ZipFile zip) {
    List<ZipEntry> entries = new ArrayList<>();
    Enumeration<? extends ZipEntry> all = zip.entries();
    for (ZipEntry entry : Collections.list(all)) {
      Path name = Path.of(entry.getName());
      boolean known =
          entry.getName().equals(StoreBackup.STORE)
              || StoreBackup.BESIDE.contains(name.getName(0).toString());
      if (!known || name.isAbsolute() || !name.normalize().equals(name)) {
        throw unusable(backup, null);
      }
      entries.add(entry);
    }
    if (zip.getEntry(StoreBackup.STORE) == null) {
      throw unusable(backup, null);
    }
    return entries;
  }

  /** The store comes last: without it nothing uses the rest. */
  private void putInPlace(Path apart) throws IOException {
    for (String name : StoreBackup.BESIDE) {
      if (Files.exists(apart.resolve(name))) {
        StoreBackup.move(apart.resolve(name), data.resolve(name));
      }
    }
    StoreBackup.move(apart.resolve(StoreBackup.STORE), Store.file(data));
  }

  private static List<String> refuseUntilTakenOver(Path store, Instant now) {
    return Databases.writeOnce(store)
        .inTransaction(
            handle -> {
              // The one that it was copied from may still be alive, with the same numbers.
              StoreIdentity.renew(handle, now);
              handle
                  .createUpdate(
                      """
                      INSERT INTO outdated (cluster, reason, seen_at)
                      SELECT name, 'it was restored from a backup', :now FROM cluster WHERE true
                      ON CONFLICT DO NOTHING""")
                  .bind("now", now)
                  .execute();
              return handle
                  .createQuery("SELECT cluster FROM outdated ORDER BY cluster")
                  .mapTo(String.class)
                  .list();
            });
  }

  private static StoreException unusable(Path backup, @Nullable IOException e) {
    return new StoreException(
        ErrorClass.PRECONDITION, backup, backup + " is no backup of a store", WAY, e);
  }
}
