package dev.understudy.store;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The store: one SQLite file in the data directory. One process has it open for writing, through
 * one connection; any number read.
 */
public final class Store implements AutoCloseable {
  private final Path data;
  private final @Nullable StoreLock lock;
  private final Pools pools;
  private final @Nullable DataSource writerPool;
  private final @Nullable Jdbi writer;
  private final Jdbi reader;
  private final String owner;

  private Store(Path data, @Nullable StoreLock lock, Pools pools) {
    Path file = file(data);
    this.data = data;
    this.lock = lock;
    this.pools = pools;
    this.writerPool = pools.writer();
    this.writer = writerPool == null ? null : Databases.jdbi(writerPool, file);
    this.reader = Databases.jdbi(pools.reader(), file);
    this.owner = writer == null ? StoreIdentity.read(reader, file) : StoreIdentity.make(writer);
  }

  /**
   * Opens the store for writing, makes it if there is none, and brings its tables up to date. Until
   * it is closed nobody else can do so.
   *
   * @throws LockedException when another has it open for writing
   * @throws StoreException when directory or file cannot be used
   */
  public static Store openForWriting(Path data) {
    createDirectory(data);
    StoreLock lock = StoreLock.acquire(data, Instant.now());
    try {
      PrivateFiles.createFile(file(data));
      Schema.migrate(file(data));
      return open(data, lock);
    } catch (IOException e) {
      lock.close();
      throw StoreErrors.io(data, "make the store " + file(data), e);
    } catch (RuntimeException e) {
      // Nothing is open but the lock; a migration that failed left the tables as they were.
      lock.close();
      throw e;
    }
  }

  /**
   * Opens the store for reading, whether or not another process writes it.
   *
   * @throws StoreException when there is none, or its tables are of another version
   */
  public static Store openForReading(Path data) {
    requireFile(data);
    Schema.requireCurrent(file(data));
    return open(data, null);
  }

  /**
   * Runs a few statements in one transaction on a connection of their own: the way for a process
   * that does not have the store open for writing to leave a row.
   *
   * @throws StoreException when there is no store, or its tables are of another version
   * @throws PreconditionException when this process itself has it open for writing
   */
  public static <T, X extends Exception> T shortWrite(Path data, HandleCallback<T, X> callback)
      throws X {
    requireFile(data);
    if (lockHolder(data).filter(h -> h.holder().equals(Holder.current())).isPresent()) {
      throw new PreconditionException(
          data.toString(), "this process has the store open; it writes through that", null);
    }
    Path file = file(data);
    Schema.requireCurrent(file);
    return Databases.writeOnce(file).inTransaction(callback);
  }

  /**
   * Runs a few statements in one transaction, through the writer connection or, where the store is
   * open for reading, as {@link #shortWrite}.
   */
  public <X extends Exception> void note(HandleConsumer<X> statements) throws X {
    if (writer == null) {
      Store.<Void, X>shortWrite(data, statements.asCallback());
    } else {
      writer.useTransaction(statements);
    }
  }

  /**
   * Looks whether a store is sound and can be used, without opening it.
   *
   * @return the version of its tables
   * @throws StoreException when it is damaged, cannot be read, or is of another version
   */
  public static int examine(Path data) {
    requireFile(data);
    Integrity.requireQuickly(file(data));
    Schema.requireCurrent(file(data));
    return Migrations.newest();
  }

  /** Who says to have the store open for writing; the process may have died since. */
  public static Optional<LockHolder> lockHolder(Path data) {
    return StoreLock.holder(data);
  }

  /**
   * The one writer connection. Close a handle before asking for another, for a reader, for the
   * alarms, and before waiting for anything outside.
   *
   * @throws PreconditionException when the store is open for reading only
   */
  public Jdbi writer() {
    return require(writer);
  }

  /**
   * A queue for what many threads write a little of, which has the writer connection now and then;
   * to be closed before the store.
   *
   * @throws PreconditionException when the store is open for reading only
   */
  public SharedCommits sharedCommits() {
    return new SharedCommits(pools.guard(), writer());
  }

  /** Connections that can only read. */
  public Jdbi reader() {
    return reader;
  }

  /** The pool behind {@link #writer}, with the same checks. */
  public DataSource writerPool() {
    return require(writerPool);
  }

  /**
   * To be called before anything that may wait for the writer connection or for the outside.
   *
   * @param what the act in words: "run a command on a host"
   * @throws NestedHandleException when this thread holds the writer connection
   */
  public void requireNoHandle(String what) {
    pools.guard().requireFree(what);
  }

  /** The UUID of this store, made with it. */
  public String owner() {
    return owner;
  }

  public Path data() {
    return data;
  }

  /** Bytes of its file and of the log before it. */
  public long size() {
    Path file = file(data);
    return file.toFile().length()
        + file.resolveSibling(file.getFileName() + "-wal").toFile().length();
  }

  /** Closes all connections, then lets go of the lock. */
  @Override
  public void close() {
    pools.close();
    if (lock != null) {
      lock.close();
    }
  }

  static Path file(Path data) {
    return data.resolve("understudy.db");
  }

  private static Store open(Path data, @Nullable StoreLock lock) {
    Path file = file(data);
    try {
      Pools pools = lock == null ? Pools.openForReading(file) : Pools.openForWriting(file);
      try {
        return new Store(data, lock, pools);
      } catch (RuntimeException e) {
        pools.close();
        throw e;
      }
    } catch (PoolInitializationException e) {
      throw StoreErrors.translate(file, e).orElseThrow(() -> e);
    }
  }

  private static void createDirectory(Path data) {
    try {
      PrivateFiles.createDirectory(data);
    } catch (IOException e) {
      throw StoreErrors.io(data, "make the data directory " + data, e);
    }
  }

  static void requireFile(Path data) {
    if (!Files.exists(file(data))) {
      throw new StoreException(
          ErrorClass.PRECONDITION,
          data,
          "there is no store in " + data,
          "Check the data directory in the configuration; the first run makes the store.",
          null);
    }
  }

  private <T> T require(@Nullable T forWriting) {
    if (forWriting == null) {
      throw new PreconditionException(data.toString(), "the store is open for reading only", null);
    }
    return forWriting;
  }
}
