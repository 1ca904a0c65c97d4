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

  /**
   * As {@link #write}, but only while the file is what it was when it was read: for one that others
   * change too. Understudy's own changes of this kind to files of one directory wait for each
   * other, whichever cluster they are for.
   *
   * @param before as it was read; empty when it was not there
   * @param after empty removes it
   * @return false when it has changed meanwhile: nothing was done then
   */
  boolean replace(String path, Optional<FileSpec> before, Optional<FileSpec> after, Fence fence);

  /** Removes a file that Understudy made, if it is there, and fsyncs its directory. */
  void remove(String path, Fence fence);
}
