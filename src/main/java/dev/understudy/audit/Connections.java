package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.config.CheckId;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many connections are left. Pure. */
final class Connections {
  private Connections() {}

  static List<Finding> of(WatchFacts facts) {
    return facts.nodes().stream().map(node -> of(facts, node)).toList();
  }

  private static Finding of(WatchFacts facts, NodeSnapshot node) {
    String check = CheckId.CONNECTIONS.id();
    boolean none =
        failed(node.trouble() == null ? null : node.trouble().value().failure())
            || failed(node.door() == null ? null : node.door().value().failure());
    if (none) {
      return Finding.critical(check, node.node() + " has no connection left").on(node.node());
    }
    Optional<NodeReading> reading = WatchFacts.reading(node);
    if (reading.isEmpty()) {
      return Finding.unknown(check, WatchFacts.silence(node)).on(node.node());
    }
    long most =
        number(reading.get().settings(), "max_connections")
            - number(reading.get().settings(), "superuser_reserved_connections");
    if (most <= 0) {
      return Finding.unknown(check, node.node() + " does not say how many it takes")
          .on(node.node());
    }
    long used = reading.get().connections();
    return facts
        .limits(CheckId.CONNECTIONS)
        .finding(
            node.node(),
            100 * used / most,
            "%s has %d of %d connections in use".formatted(node.node(), used, most),
            Measure.of("connections_percent", 100 * used / most, Measure.Unit.COUNT));
  }

  private static boolean failed(@Nullable SqlFailure failure) {
    return failure == SqlFailure.TOO_MANY_CONNECTIONS;
  }

  private static long number(Map<String, String> settings, String name) {
    String text = settings.getOrDefault(name, "");
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }
}
