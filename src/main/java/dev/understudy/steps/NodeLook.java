package dev.understudy.steps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SenderState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One node as a single look showed it.
 *
 * @param state null when no server answered
 * @param receiver a standby's receiving side, null while it receives nothing
 * @param senders who streams from it
 * @param word what it does, in one word
 * @param problem what is out of the ordinary, null when nothing is
 */
public record NodeLook(
    String node,
    @Nullable NodeState state,
    @Nullable ReceiverState receiver,
    List<SenderState> senders,
    String word,
    @Nullable String problem) {

  /** All nodes of a cluster, looked at side by side. */
  public static List<NodeLook> all(Site site) {
    List<Node> nodes = site.nodes();
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(16, nodes.size()));
    try {
      List<Future<NodeLook>> looks =
          nodes.stream().map(node -> pool.submit(() -> one(site, node))).toList();
      return looks.stream().map(look -> Futures.result(site.name(), look)).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private static NodeLook one(Site site, Node node) {
    try {
      Optional<PgCluster> cluster = node.findCluster();
      if (cluster.isEmpty()) {
        return nothing(node, "absent", "PostgreSQL is not set up here");
      }
      if (!cluster.get().online()) {
        return nothing(node, "stopped", null);
      }
      return running(site, node, new Psql(node.host(), cluster.get()));
    } catch (UnderstudyException e) {
      return nothing(node, Psql.notRunning(e) ? "starting" : "unreachable", e.getMessage());
    }
  }

  private static NodeLook running(Site site, Node node, Psql psql) {
    ReplicationSql sql = new ReplicationSql(site.dialect());
    List<ArrayNode> answers = psql.queries(List.of(sql.node(), sql.receiver(), sql.senders()));
    NodeState state = NodeState.of(answers.get(0).path(0));
    ReceiverState receiver = ReceiverState.of(answers.get(1)).orElse(null);
    List<SenderState> senders = SenderState.list(answers.get(2));
    boolean streaming = receiver != null && receiver.streaming();
    String problem = problem(site, node, state);
    String word = !state.inRecovery() ? "running" : streaming ? "streaming" : "not streaming";
    return new NodeLook(node.name(), state, receiver, senders, word, problem);
  }

  private static @Nullable String problem(Site site, Node node, NodeState state) {
    boolean primary = node.name().equals(site.primaryName());
    if (!state.inRecovery() && !primary) {
      return "ACCEPTS WRITES, although " + site.primaryName() + " is the primary";
    }
    return state.inRecovery() && primary ? "is in recovery, although it is the primary" : null;
  }

  private static NodeLook nothing(Node node, String word, @Nullable String problem) {
    return new NodeLook(node.name(), null, null, List.of(), word, problem);
  }

  public boolean primary() {
    return state != null && !state.inRecovery();
  }

  public boolean streaming() {
    return receiver != null && receiver.streaming();
  }

  /** The sender that serves a standby; null when none does. */
  public @Nullable SenderState senderOf(String standby) {
    return senders.stream()
        .filter(sender -> sender.applicationName().equals(standby))
        .findFirst()
        .orElse(null);
  }
}
