package dev.understudy.web;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.api.RoleChange;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes and clusters in the shape of Patroni's answers, as far as the snapshot knows. */
final class PatroniViews {
  private PatroniViews() {}

  static Map<String, Object> node(Health health) {
    NodeView node = health.node();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("state", health.answers() ? "running" : "unknown");
    body.put("role", role(health));
    put(body, "timeline", node.timeline());
    Map<String, Object> xlog = new LinkedHashMap<>();
    if ("primary".equals(node.role())) {
      put(xlog, "location", number(node.lsn()));
    } else {
      put(xlog, "received_location", number(node.received()));
      put(xlog, "replayed_location", number(node.replayed()));
      put(xlog, "paused", node.paused());
    }
    body.put("xlog", xlog);
    put(body, "replication_state", node.receiver());
    put(body, "database_system_identifier", node.systemIdentifier());
    body.put("tags", health.tags());
    body.put("patroni", Map.of("scope", health.view().cluster(), "name", node.node()));
    put(body, "reading_ms", node.readingMs());
    put(body, "trouble", node.trouble());
    return body;
  }

  static Map<String, Object> cluster(ClusterConfig config, ClusterView view, Duration vouched) {
    List<Map<String, Object>> members = new ArrayList<>();
    for (NodeView seen : view.nodes()) {
      NodeConfig node = config.nodes().get(seen.node());
      Health health = new Health(view, seen, node.tags(), vouched);
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("name", seen.node());
      member.put("role", health.primary() ? "leader" : "replica");
      member.put("state", state(health));
      member.put("host", node.host());
      member.put("port", config.port());
      put(member, "timeline", seen.timeline());
      if (!health.primary()) {
        Long lag = health.lag(false);
        member.put("lag", lag == null ? "unknown" : lag);
      }
      member.put("tags", node.tags());
      members.add(member);
    }
    return Map.of("members", members, "scope", config.name());
  }

  /** Of each change the timeline that ended, where, why, when, and who went on. */
  static List<List<Object>> history(List<RoleChange> changes) {
    List<List<Object>> lines = new ArrayList<>();
    for (RoleChange change : changes) {
      Long lsn = number(change.lsn());
      lines.add(
          List.of(
              change.timeline() == null ? 0 : change.timeline(),
              lsn == null ? 0 : lsn,
              change.kind(),
              change.at().toString(),
              change.to()));
    }
    return lines;
  }

  private static String state(Health health) {
    if (!health.answers()) {
      return "unknown";
    }
    return health.streaming() ? "streaming" : "running";
  }

  private static String role(Health health) {
    String role = health.node().role();
    return role == null ? "unknown" : role.equals("standby") ? "replica" : role;
  }

  private static @Nullable Long number(@Nullable String lsn) {
    return lsn == null || lsn.isEmpty() ? null : Lsn.parse(lsn).bytes();
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
