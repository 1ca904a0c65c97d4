package dev.understudy.archive;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where WAL and base backups are kept, to be looked at only. Every method raises an {@link
 * ArchiveException} when the repository cannot be asked: a listing that was broken off is never
 * taken for a whole one.
 */
public interface Repository extends AutoCloseable {
  /** For messages, such as {@code s3://orders-wal/prod}; without a secret. */
  String name();

  /**
   * Every object below a folder, at any depth, each once; in no order that one may count on.
   *
   * @param folder ends in {@code /}, or is empty for the whole repository; one that does not exist
   *     holds nothing
   */
  void walk(String folder, Consumer<StoredObject> each);

  /** The names of the folders right below a folder, without what leads there, in their order. */
  List<String> folders(String folder);

  /**
   * The content of an object; empty when there is none.
   *
   * @param limit bytes at most; a larger object is an error
   */
  Optional<byte[]> read(String name, int limit);

  @Override
  void close();
}
