package dev.understudy.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.PreconditionException;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReplicationSql;
import java.util.ArrayList;
import java.util.List;

/**
 * What everything else is measured against.
 *
 * @param timeline of what it writes now
 * @param dataBytes all databases, tablespaces included
 * @param tablespaces those outside the data directory
 */
record PrimaryFacts(String systemId, int timeline, long dataBytes, List<Tablespace> tablespaces) {

  /**
   * Asks the node that is the primary.
   *
   * @throws PreconditionException when that node is in recovery
   */
  static PrimaryFacts read(Site site) {
    Psql psql = site.primary().psql();
    ReplicationSql sql = new ReplicationSql(site.dialect());
    List<ArrayNode> answers = psql.queries(List.of(sql.node(), sql.tablespaces(), sql.dataSize()));
    NodeState node = NodeState.of(answers.get(0).path(0));
    if (node.inRecovery()) {
      throw new PreconditionException(
          site.primaryName(),
          "the node is to be the primary, but it is in recovery: it is a standby",
          "if another node is the primary now: understudy detach, name that one, provision again");
    }
    List<Tablespace> tablespaces = new ArrayList<>();
    answers
        .get(1)
        .forEach(
            row ->
                tablespaces.add(
                    new Tablespace(row.path("location").asText(), row.path("bytes").asLong())));
    return new PrimaryFacts(
        node.systemIdentifier(),
        node.timeline(),
        answers.get(2).path(0).path("bytes").asLong(),
        tablespaces);
  }

  /** The directories of the tablespaces. */
  List<String> places() {
    return tablespaces.stream().map(Tablespace::place).toList();
  }
}
