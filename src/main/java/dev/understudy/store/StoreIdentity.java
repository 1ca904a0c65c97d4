package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The store's UUID, by which guards on hosts tell one store from another. */
final class StoreIdentity {
  private StoreIdentity() {}

  static String make(Jdbi writer) {
    return writer.inTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO store_identity (singleton, owner, created_at)
                  VALUES (1, :owner, :now) ON CONFLICT DO NOTHING""")
              .bind("owner", UUID.randomUUID().toString())
              .bind("now", Instant.now())
              .execute();
          return find(handle).orElseThrow();
        });
  }

  /** Makes it another store than the one that it is a copy of. */
  static void renew(Handle handle, Instant now) {
    handle
        .createUpdate("UPDATE store_identity SET owner = :owner, created_at = :now")
        .bind("owner", UUID.randomUUID().toString())
        .bind("now", now)
        .execute();
  }

  static String read(Jdbi reader, Path file) {
    return reader
        .withHandle(StoreIdentity::find)
        .orElseThrow(
            () ->
                new StoreException(
                    ErrorClass.PRECONDITION,
                    file,
                    "the store " + file + " was never opened for writing",
                    null,
                    null));
  }

  private static Optional<String> find(Handle handle) {
    return handle.createQuery("SELECT owner FROM store_identity").mapTo(String.class).findOne();
  }
}
