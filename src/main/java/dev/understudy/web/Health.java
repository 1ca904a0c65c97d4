package dev.understudy.web;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a load balancer may believe of a node, by one snapshot. Pure.
 *
 * @param view the cluster as the watching knows it
 * @param node which of its nodes
 * @param tags of the node, as configured
 * @param vouched how old an answer may be
 */
record Health(ClusterView view, NodeView node, Map<String, String> tags, Duration vouched) {
  /** What a standby may be behind unless the question says otherwise; as Patroni has it. */
  static final long READY_LAG = 1 << 20;

  /**
   * What is asked beside the endpoint.
   *
   * @param lag bytes that a standby may be behind; null: any
   * @param streaming whether only a standby that streams will do
   * @param write whether what is received counts, instead of what is replayed
   * @param tags that the node must have
   */
  record Question(@Nullable Long lag, boolean streaming, boolean write, Map<String, String> tags) {}

  /** Empty when there is no such endpoint. */
  Optional<Boolean> answer(String endpoint, Question question) {
    return Optional.ofNullable(
        switch (endpoint) {
          case "primary", "read-write", "leader", "master" -> primary();
          case "replica" -> replica(question);
          case "asynchronous", "async" -> !synchronous() && replica(question);
          case "read-only" -> primary() || replica(question);
          case "synchronous", "sync" -> synchronous() && replica(question);
          case "read-only-sync" -> primary() || (synchronous() && replica(question));
          case "health" -> answers();
          // The watching answers, so it is alive; a node that is down says nothing against that.
          case "liveness" -> true;
          case "readiness" -> primary() || ready(question);
          default -> null;
        });
  }

  /** Its server answered the newest question, and lately enough. */
  boolean answers() {
    return answers(node);
  }

  /** It accepts writes, and is the only one that does: of two nobody can say which is right. */
  boolean primary() {
    return answers() && isPrimary(node) && primaries().size() == 1;
  }

  private List<NodeView> primaries() {
    return view.nodes().stream().filter(n -> answers(n) && isPrimary(n)).toList();
  }

  private boolean answers(NodeView seen) {
    return seen.trouble() == null
        && seen.readingMs() != null
        && seen.readingMs() <= vouched.toMillis();
  }

  private static boolean isPrimary(NodeView seen) {
    return "primary".equals(seen.role());
  }

  boolean streaming() {
    return "streaming".equals(node.receiver());
  }

  private boolean standby() {
    return answers() && "standby".equals(node.role());
  }

  private boolean replica(Question question) {
    return standby()
        && !"true".equals(tags.get("noloadbalance"))
        && (!question.streaming() || streaming())
        && question.tags().entrySet().stream()
            .allMatch(tag -> Objects.equals(tags.get(tag.getKey()), tag.getValue()))
        && within(question.lag(), question.write());
  }

  private boolean synchronous() {
    return view.synchronous().contains(node.node());
  }

  private boolean ready(Question question) {
    long most = question.lag() == null ? READY_LAG : question.lag();
    return standby() && streaming() && within(most, question.write());
  }

  /** As with Patroni, a primary whose position nobody knows leaves nobody behind. */
  private boolean within(@Nullable Long most, boolean write) {
    Long lag = lag(write);
    return most == null || lag == null || lag <= most;
  }

  /** Bytes behind the furthest position that any primary has shown; null when that is not known. */
  @Nullable Long lag(boolean write) {
    String own = write ? node.received() : node.replayed();
    Optional<Lsn> head =
        view.nodes().stream()
            .filter(n -> isPrimary(n) && n.lsn() != null)
            .map(n -> Lsn.parse(Objects.requireNonNull(n.lsn())))
            .max(Lsn::compareTo);
    if (own == null || head.isEmpty()) {
      return null;
    }
    return Math.max(0, head.get().minus(Lsn.parse(own)));
  }
}
