package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** Says in words what SQLite and the file system mean. */
final class StoreErrors {
  private static final int PRIMARY_CODE = 0xff;

  private StoreErrors() {}

  static StoreException io(Path data, String act, IOException cause) {
    boolean full = String.valueOf(cause.getMessage()).contains("No space left");
    String reason =
        cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
    return new StoreException(
        full ? ErrorClass.NO_SPACE : ErrorClass.PRECONDITION,
        data,
        "cannot " + act + ": " + reason,
        full ? "Free space on its file system." : "Check that the directory can be written.",
        cause);
  }

  /** The error in words where its cause is the file or the disk; empty for an error of SQL. */
  static Optional<StoreException> translate(Path file, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException known) {
        return Optional.of(known);
      }
      if (cause instanceof SQLException sql) {
        Optional<StoreException> found = bySqlite(file, sql);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<StoreException> bySqlite(Path file, SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return Optional.ofNullable(
        switch (code & PRIMARY_CODE) {
          case 13 -> error(ErrorClass.NO_SPACE, file, "the disk is full", FREE, e);
          case 11, 26 -> error(ErrorClass.PRECONDITION, file, "is damaged", RESTORE, e);
          case 3, 8, 14, 23 ->
              error(ErrorClass.PRECONDITION, file, "cannot be opened for this", PERMIT, e);
          case 10 -> error(ErrorClass.UNKNOWN, file, "the disk reported an error", DISK, e);
          case 5, 6 -> error(ErrorClass.TIMEOUT, file, "is held by another writer", null, e);
          default -> null;
        });
  }

  private static final String FREE = "Free space on its file system.";
  private static final String RESTORE = "Stop the service and restore the store from a backup.";
  private static final String PERMIT = "Check owner and mode of the file and its directory.";
  private static final String DISK = "Check the kernel's log for errors of the disk.";

  private static StoreException error(
      ErrorClass errorClass, Path file, String what, @Nullable String remedy, SQLException cause) {
    String message = "the store " + file + " " + what + " (" + cause.getMessage() + ")";
    return new StoreException(errorClass, file, message, remedy, cause);
  }
}
