package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.Backup;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestInfo;
import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.wal.SegmentSize;
import java.time.Duration;
import java.util.List;

/**
 * What pgBackRest on a node says that the repository has.
 *
 * @param text its answer, as {@link PgBackRestInfo} reads it
 * @param stanza the cluster's name
 */
public record RepositoryInfo(String text, String stanza) {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int MOST = 32 << 20;

  /**
   * Asks anew.
   *
   * @throws ArchiveException when the repository cannot be asked
   */
  public static RepositoryInfo ask(Node node, ArchiveEngine engine) {
    String script = "cd / && exec " + PgBackRestRestore.info(engine.places());
    CommandResult result =
        node.host()
            .run(Command.script(script).as(node.cluster().owner()).within(LIMIT).keeping(MOST));
    if (!result.ok()) {
      throw PgBackRestErrors.explain(
          node.name(), "ask the repository", result.stderr() + result.stdout());
    }
    return new RepositoryInfo(result.stdout(), engine.places().cluster());
  }

  /** As its backups tell it. */
  SegmentSize segmentSize() {
    return PgBackRestInfo.segmentSize(text, stanza).orElse(SegmentSize.DEFAULT);
  }

  List<Backup> backups() {
    return PgBackRestInfo.backups(text, stanza, segmentSize());
  }
}
