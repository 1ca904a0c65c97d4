package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import java.io.IOException;
import java.io.InputStream;

/** Reads small objects whole. */
final class Contents {
  private Contents() {}

  static byte[] read(Repository repository, String name, InputStream in, int limit)
      throws IOException {
    byte[] content = in.readNBytes(limit + 1);
    if (content.length > limit) {
      throw new ArchiveException(
          ErrorClass.PRECONDITION,
          repository.name(),
          name + " is larger than " + limit + " bytes",
          "check what stored it",
          null);
    }
    return content;
  }
}
