package dev.understudy.host;

import dev.understudy.common.Fence;
import java.util.Optional;

/** Files of one host, read and written as root. */
public interface HostFiles {
  /**
   * Reads a regular file.
   *
   * @param maxBytes a longer file is an error, never a silently cut content
   * @return empty when nothing has that path
   */
  Optional<FileSpec> read(String path, int maxBytes);

  /**
   * Makes the file equal to the spec: atomically, fsynced with its directory, with owner and mode,
   * the previous version kept beside it as {@code <path>.understudy-previous}. Content travels over
   * standard input only. Parent directories must exist; symbolic links are not followed.
   *
   * @return false when it was equal already and nothing was written
   */
  boolean write(FileSpec file, Fence fence);

  /** Removes a file that Understudy made, if it is there, and fsyncs its directory. */
  void remove(String path, Fence fence);
}
