package dev.understudy.archive;

import java.time.Instant;

/**
 * One object of a repository.
 *
 * @param name below the repository's root, parts divided by {@code /}
 * @param size in bytes
 * @param modified when it was stored last
 */
public record StoredObject(String name, long size, Instant modified) {
  /** The last part of the name. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
