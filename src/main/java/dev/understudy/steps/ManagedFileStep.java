package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps one file of a node as it should be. */
abstract class ManagedFileStep implements StepType {
  private static final int MAX_BYTES = 4 << 20;

  private final Sites sites;

  ManagedFileStep(Sites sites) {
    this.sites = sites;
  }

  Sites sites() {
    return sites;
  }

  /** Where the file is on the node. */
  abstract String path(PgCluster cluster);

  /**
   * The file as it should be.
   *
   * @param current the file as it is, if it is
   */
  abstract FileSpec desired(
      StepContext context, Node node, PgCluster cluster, Optional<FileSpec> current);

  /** What else is not as it should be, such as a server that has not read the file yet. */
  List<Change> furtherChanges(StepContext context, Node node, PgCluster cluster) {
    return List.of();
  }

  /**
   * Called after the file was written and before anything reads it.
   *
   * @throws PreconditionException when the server would not take it: the file is then put back
   */
  void check(Node node, PgCluster cluster) {}

  /** Called after the file was made as it should be. */
  void afterWrite(StepContext context, Node node, PgCluster cluster) {}

  /** The content without what must not be shown. */
  String visible(String content) {
    return content;
  }

  /** Whether the content must not be shown. */
  boolean secret(PgCluster cluster) {
    return false;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    Optional<FileSpec> current = node.files().read(path(cluster), MAX_BYTES);
    FileSpec wanted = desired(context, node, cluster, current);
    List<Change> changes = new ArrayList<>();
    if (current.isEmpty() || !same(current.get(), wanted)) {
      changes.add(change(cluster, current, wanted));
    }
    changes.addAll(furtherChanges(context, node, cluster));
    return Probe.of(changes, Map.of("file", wanted.path(), "mode", wanted.mode()));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    Optional<FileSpec> current = node.files().read(path(cluster), MAX_BYTES);
    node.files().write(desired(context, node, cluster, current), context.fence());
    try {
      check(node, cluster);
    } catch (PreconditionException e) {
      // With the file as written, the next restart of the server would fail.
      putBack(context, node, cluster, current);
      throw e;
    }
    afterWrite(context, node, cluster);
  }

  private void putBack(
      StepContext context, Node node, PgCluster cluster, Optional<FileSpec> before) {
    if (before.isPresent()) {
      node.files().write(before.get(), context.fence());
    } else {
      node.files().remove(path(cluster), context.fence());
    }
  }

  private Change change(PgCluster cluster, Optional<FileSpec> current, FileSpec wanted) {
    String before = current.map(file -> shown(cluster, file)).orElse("");
    return Change.of("file", wanted.path(), before, shown(cluster, wanted));
  }

  private String shown(PgCluster cluster, FileSpec file) {
    String rights = file.mode() + " " + file.owner() + ":" + file.group();
    return secret(cluster) ? "secret content, " + rights : visible(file.contentText());
  }

  private static boolean same(FileSpec one, FileSpec other) {
    return Arrays.equals(one.content(), other.content())
        && one.owner().equals(other.owner())
        && one.group().equals(other.group())
        && one.mode().equals(other.mode());
  }
}
