package dev.understudy.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operating system's lock on a data directory; the one who has it may write the store. */
final class StoreLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLock.class);

  private final Path data;
  private final FileChannel channel;

  private StoreLock(Path data, FileChannel channel) {
    this.data = data;
    this.channel = channel;
  }

  /**
   * Takes the lock and writes down who has it.
   *
   * @throws LockedException when another has it
   */
  static StoreLock acquire(Path data, Instant now) {
    // A second channel of this process would release the first one's lock when it is closed.
    Optional<LockHolder> named = holder(data);
    if (named.isPresent() && named.get().holder().equals(Holder.current())) {
      throw new LockedException(data, named);
    }
    FileChannel channel = open(data);
    try {
      if (channel.tryLock() == null) {
        throw new LockedException(data, holder(data));
      }
      writeHolder(data, new LockHolder(Holder.current(), now));
      return new StoreLock(data, channel);
    } catch (OverlappingFileLockException e) {
      throw new LockedException(data, holder(data));
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw StoreErrors.io(data, "lock the store", e);
    } catch (LockedException e) {
      closeQuietly(channel, e);
      throw e;
    }
  }

  /** Who says to have it, by the file beside the lock; the process may have died since. */
  static Optional<LockHolder> holder(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("lock.holder"));
      return Optional.of(
          new LockHolder(
              Holder.parse(value(lines, "holder")), InstantText.parse(value(lines, "since"))));
    } catch (IOException | RuntimeException e) {
      // Absent or half a file: nobody is named, and the lock itself decides.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(data.resolve("lock.holder"));
    } catch (IOException e) {
      // The lock is gone with the channel all the same; the file names a process that has ended.
      LOG.warn("{}: the note of who held the lock stays behind", data, e);
    }
  }

  private static FileChannel open(Path data) {
    Path file = data.resolve("lock");
    try {
      PrivateFiles.createFile(file);
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw StoreErrors.io(data, "open the lock " + file, e);
    }
  }

  private static void writeHolder(Path data, LockHolder holder) throws IOException {
    Path temporary = data.resolve("lock.holder.new");
    String text =
        "holder=%s%npid=%d%nsince=%s%n"
            .formatted(holder.holder(), holder.holder().pid(), InstantText.format(holder.since()));
    PrivateFiles.createFile(temporary);
    Files.writeString(temporary, text);
    Files.move(
        temporary,
        data.resolve("lock.holder"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + key));
  }

  private static void closeQuietly(FileChannel channel, Exception reason) {
    try {
      channel.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
