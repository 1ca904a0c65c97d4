package dev.understudy.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SenderState;
import dev.understudy.postgres.SynchronousSettings;
import dev.understudy.store.SynchronousRow;
import java.util.List;
import java.util.Optional;

/**
 * For whom a primary's commits wait, by its own word, its file and the store.
 *
 * @param names synchronous_standby_names as new sessions have it
 * @param commit synchronous_commit as new sessions have it
 * @param streaming application names of those that stream
 * @param row what the store knows of this primary
 */
record SynchronousFacts(
    NodeState primary,
    String names,
    String commit,
    List<String> streaming,
    Optional<FileSpec> file,
    Optional<SynchronousRow> row) {
  private static final int MAX_BYTES = 1 << 16;

  static SynchronousFacts read(Site site) {
    Node primary = site.primary();
    ReplicationSql sql = new ReplicationSql(site.dialect());
    List<ArrayNode> answers =
        primary.psql().queries(List.of(sql.node(), SynchronousSettings.current(), sql.senders()));
    return new SynchronousFacts(
        NodeState.of(answers.get(0).path(0)),
        answers.get(1).path(0).path("names").asText(),
        answers.get(1).path(0).path("commit").asText(),
        SynchronousRow.sorted(
            SenderState.list(answers.get(2)).stream()
                .filter(SenderState::streaming)
                .map(SenderState::applicationName)
                .toList()),
        primary.files().read(primary.cluster().synchronousSettingsFile(), MAX_BYTES),
        site.synchronous());
  }

  /** The standbys of which one at least has every acknowledged commit. */
  List<String> confirmers() {
    return row.map(SynchronousRow::confirmers).orElse(List.of());
  }

  /** Whether Understudy has ever decided here for whom commits wait. */
  boolean managed() {
    return row.isPresent() || file.isPresent();
  }
}
