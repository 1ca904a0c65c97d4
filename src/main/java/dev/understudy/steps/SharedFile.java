package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.host.FileSpec;
import dev.understudy.host.HostException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A file of a host that several clusters change, and people. The guard's lock is a cluster's own,
 * so what is written follows from what was read only while nobody has written in between.
 *
 * @param path where it is
 */
record SharedFile(Node node, String path) {
  private static final int MAX_BYTES = 4 << 20;
  private static final int TRIES = 20;

  Optional<FileSpec> read() {
    return node.files().read(path, MAX_BYTES);
  }

  /**
   * Changes it.
   *
   * @param change from what is there to what is to be there, empty for no file; may be called
   *     several times
   * @throws HostException when others change it all the time
   */
  void change(UnaryOperator<Optional<FileSpec>> change, Fence fence) {
    for (int i = 0; i < TRIES; i++) {
      Optional<FileSpec> before = read();
      if (node.files().replace(path, before, change.apply(before), fence)) {
        return;
      }
    }
    throw new HostException(
        ErrorClass.REMOTE_EXIT, node.name(), path + " changes all the time", null, null);
  }
}
