package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.PreconditionException;
import dev.understudy.postgres.ControlFile;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgCluster;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import java.util.Optional;

/**
 * What a stopped old primary has that the new one lacks.
 *
 * @param timeline that the old one wrote
 * @param fork where the new one's line left it; empty when it never was on it
 * @param last the old one's last sound record; empty when none was found since its checkpoint
 * @param segmentBytes the size of its segments
 */
record Divergence(int timeline, Optional<Lsn> fork, Optional<Lsn> last, int segmentBytes) {
  /**
   * Reads it from both.
   *
   * @throws PreconditionException when the directory is of another system, or holds no data
   */
  static Divergence read(Site site, Node node) {
    PgCluster cluster = node.cluster();
    ControlFile control =
        ControlFile.read(node.host(), cluster)
            .orElseThrow(() -> new PreconditionException(node.name(), "it holds no data", null));
    NodeState primary = NodeState.read(site.primary().psql());
    if (!control.systemIdentifier().equals(primary.systemIdentifier())) {
      throw new PreconditionException(
          node.name(), "it is of another system, " + control.systemIdentifier(), null);
    }
    Optional<Lsn> fork = fork(site, control.timeline(), primary);
    Optional<Lsn> last = Salvage.last(node, control.timeline(), control.checkpointLsn());
    return new Divergence(control.timeline(), fork, last, control.walSegmentSize());
  }

  private static Optional<Lsn> fork(Site site, int timeline, NodeState primary) {
    if (timeline == primary.timeline()) {
      return Optional.of(Lsn.parse(primary.lsn()));
    }
    Timeline now = new Timeline(primary.timeline());
    JsonNode row = site.primary().psql().row(history(site, now));
    return TimelineHistory.parse(now, row.path("text").asText()).endOf(new Timeline(timeline));
  }

  private static String history(Site site, Timeline timeline) {
    return "SELECT pg_read_file('"
        + site.dialect().walDirectory()
        + "/"
        + timeline.historyFile()
        + "') AS text";
  }

  /** Whether following alone will not do. */
  boolean diverged() {
    return fork.isEmpty() || last.filter(lsn -> lsn.isAtLeast(fork.get())).isPresent();
  }

  /** In words for a person: what only the old one has. */
  String range() {
    return fork.map(lsn -> "from " + lsn).orElse("its whole timeline " + timeline)
        + last.map(lsn -> " to the record at " + lsn).orElse("")
        + " on timeline "
        + timeline;
  }
}
