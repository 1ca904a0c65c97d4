package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.workflow.Change;
import java.util.List;

/**
 * The file by which restored data in a node's own place is safe to be started: such a server
 * archives nothing and listens to no network. Where the node becomes part of the cluster, it goes.
 */
record KeptToItself(Node node) {
  private static final int MAX_BYTES = 1 << 20;

  List<Change> changes() {
    return present()
        ? List.of(Change.of("file", path(), "keeps the server to itself", "removed"))
        : List.of();
  }

  /** Called before the server reads its files for the part that it has now. */
  void end(Fence fence) {
    node.files().remove(path(), fence);
  }

  private boolean present() {
    return node.files().read(path(), MAX_BYTES).isPresent();
  }

  private String path() {
    return node.cluster().restoredSettingsFile();
  }
}
