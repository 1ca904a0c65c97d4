package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Backups of a data directory: one file with a consistent copy of the store, the passwords and keys
 * beside it, the tokens, and workflows of the user's own. It may be made while a service runs.
 */
public final class StoreBackup {
  /** What stands beside the store and is worth keeping. */
  static final List<String> BESIDE = List.of("secrets", "ca", "tokens", "workflows");

  static final String STORE = "understudy.db";

  private final Path data;

  public StoreBackup(Path data) {
    this.data = data;
  }

  /**
   * Writes a backup that only its owner may read; it holds secrets.
   *
   * @param target must not exist
   * @return its size in bytes
   * @throws StoreException when there is no store, when the copy of it is not sound, when the file
   *     exists, or cannot be written; nothing is left then
   */
  public long write(Path target) {
    if (Files.exists(target)) {
      throw new StoreException(
          ErrorClass.PRECONDITION,
          target,
          target + " exists",
          "Name a file that does not exist; a backup is never overwritten.",
          null);
    }
    Path part = beside(target, ".part");
    Path copy = beside(target, ".db");
    try {
      try {
        copyStore(copy);
        zip(copy, part);
        move(part, target);
        return Files.size(target);
      } finally {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw StoreErrors.io(target, "write the backup " + target, e);
    }
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + suffix);
  }

  private void copyStore(Path copy) throws IOException {
    Store.requireFile(data);
    Path file = Store.file(data);
    Schema.requireCurrent(file);
    Files.deleteIfExists(copy);
    // An empty file is what VACUUM takes; made first, nobody else ever may read it.
    PrivateFiles.createFile(copy);
    Databases.readOnce(file).useHandle(handle -> handle.execute("VACUUM INTO ?", copy.toString()));
    Integrity.require(copy);
  }

  private void zip(Path copy, Path part) throws IOException {
    Files.deleteIfExists(part);
    PrivateFiles.createFile(part);
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, STORE, copy);
      for (String name : BESIDE) {
        putAll(zip, data.resolve(name));
      }
      zip.finish();
      channel.force(true);
    }
  }

  private void putAll(ZipOutputStream zip, Path place) throws IOException {
    if (!Files.exists(place)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(place)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      put(zip, data.relativize(file).toString(), file);
    }
  }

  private static void put(ZipOutputStream zip, String name, Path file) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    Files.copy(file, zip);
    zip.closeEntry();
  }

  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    PrivateFiles.sync(to.toAbsolutePath().getParent());
  }
}
