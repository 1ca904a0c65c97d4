package dev.understudy.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The pools of an open store, and the guard that stands before both.
 *
 * @param writerPool null for a store that is open for reading
 */
record Pools(WriterGuard guard, @Nullable HikariDataSource writerPool, HikariDataSource readerPool)
    implements AutoCloseable {
  static Pools openForWriting(Path file) {
    HikariDataSource writer = Databases.writerPool(file);
    try {
      return new Pools(new WriterGuard(file), writer, Databases.readerPool(file));
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  static Pools openForReading(Path file) {
    return new Pools(new WriterGuard(file), null, Databases.readerPool(file));
  }

  @Nullable DataSource writer() {
    return writerPool == null ? null : GuardedDataSource.writer(writerPool, guard);
  }

  DataSource reader() {
    return GuardedDataSource.reader(readerPool, guard);
  }

  /** Readers first: the last connection to close writes the log back into the file. */
  @Override
  public void close() {
    readerPool.close();
    if (writerPool != null) {
      writerPool.close();
    }
  }
}
