package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.postgres.ReceiverState;
import dev.understudy.postgres.SenderState;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether standbys receive. Pure. */
final class Streaming {
  private Streaming() {}

  static List<Finding> of(WatchFacts facts) {
    List<Finding> findings = new ArrayList<>();
    boolean last = facts.standbys().stream().noneMatch(node -> streams(facts, node));
    for (NodeSnapshot node : facts.standbys()) {
      findings.add(streaming(facts, node, last).on(node.node()));
      findings.add(stalled(facts, node));
    }
    return findings;
  }

  /** By its own word, or, while it is silent, the primary's. */
  private static boolean streams(WatchFacts facts, NodeSnapshot node) {
    return WatchFacts.reading(node)
        .map(NodeReading::streaming)
        .orElseGet(() -> sender(facts, node.node()).filter(SenderState::streaming).isPresent());
  }

  static Optional<SenderState> sender(WatchFacts facts, String standby) {
    return facts.writer().flatMap(WatchFacts::reading).stream()
        .flatMap(primary -> primary.senders().stream())
        .filter(sender -> sender.applicationName().equals(standby))
        .findFirst();
  }

  private static Finding streaming(WatchFacts facts, NodeSnapshot node, boolean last) {
    String check = CheckId.STANDBY_STREAMING.id();
    if (streams(facts, node)) {
      return Finding.ok(check, node.node() + " streams");
    }
    if (!node.answers() && facts.writer().isEmpty()) {
      return Finding.unknown(check, WatchFacts.silence(node) + ", and no primary answers either");
    }
    String state =
        WatchFacts.reading(node)
            .map(read -> read.receiver().map(ReceiverState::status).orElse("it receives nothing"))
            .orElse("it does not answer, and the primary sends it nothing");
    String sentence = node.node() + " does not stream: " + state;
    return last
        ? new Finding(check, Severity.CRITICAL, sentence + "; no other standby streams")
        : new Finding(check, Severity.WARNING, sentence);
  }

  private static Finding stalled(WatchFacts facts, NodeSnapshot node) {
    Optional<ReceiverState> receiver =
        WatchFacts.reading(node).flatMap(NodeReading::receiver).filter(ReceiverState::streaming);
    String check = CheckId.RECEIVER_STALLED.id();
    if (!node.answers()) {
      return Finding.unknown(check, WatchFacts.silence(node)).on(node.node());
    }
    if (receiver.isEmpty() || receiver.get().lastMessageMillis().isEmpty()) {
      return Finding.ok(check, node.node() + " waits for nobody's messages").on(node.node());
    }
    long age = receiver.get().lastMessageMillis().getAsLong();
    return facts
        .limits(CheckId.RECEIVER_STALLED)
        .finding(
            node.node(),
            age,
            "%s heard its sender %d s ago"
                .formatted(node.node(), Duration.ofMillis(age).toSeconds()),
            Measure.of("receiver_message_age_ms", age, Measure.Unit.COUNT));
  }
}
