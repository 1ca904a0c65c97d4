package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.nio.file.Path;
import java.util.List;

/** Whether a store's file is sound. */
final class Integrity {
  private static final String SOUND = "ok";

  private Integrity() {}

  /**
   * Reads all of it.
   *
   * @throws StoreException when it is damaged
   */
  static void require(Path file) {
    require(file, "PRAGMA integrity_check");
  }

  /**
   * Reads all of it but does not compare indexes with tables.
   *
   * @throws StoreException when it is damaged
   */
  static void requireQuickly(Path file) {
    require(file, "PRAGMA quick_check");
  }

  private static void require(Path file, String question) {
    List<String> words =
        Databases.readOnce(file)
            .withHandle(h -> h.createQuery(question).mapTo(String.class).list());
    if (!words.equals(List.of(SOUND))) {
      throw new StoreException(
          ErrorClass.PRECONDITION,
          file,
          "the store " + file + " is damaged: " + words.get(0),
          "Use an older backup, or start with an empty data directory and take over.",
          null);
    }
  }
}
