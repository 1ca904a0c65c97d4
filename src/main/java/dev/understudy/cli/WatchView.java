package dev.understudy.cli;

import dev.understudy.api.ClusterView;
import dev.understudy.api.HostView;
import dev.understudy.api.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of a cluster's nodes, as a table. */
final class WatchView {
  private final Style style;

  WatchView(Style style) {
    this.style = style;
  }

  List<String> lines(ClusterView view) {
    Table table =
        new Table(
            "NODE",
            "ROLE",
            "AGE",
            "TIMELINE",
            "LSN",
            "RECEIVED",
            "REPLAYED",
            "RECEIVER",
            "HEARD",
            "SENDERS",
            "TROUBLE",
            "FOR",
            "HOST");
    view.nodes().forEach(node -> row(table, node));
    List<String> lines = new ArrayList<>();
    lines.add(style.strong(view.cluster()) + "  " + view.at());
    lines.addAll(table.lines(style));
    return lines;
  }

  private void row(Table table, NodeView node) {
    Integer timeline = node.timeline();
    List<String> senders = node.senders();
    table.row(
        node.node(),
        text(node.role()),
        age(node.readingMs()),
        timeline == null ? "" : timeline.toString(),
        text(node.lsn()),
        text(node.received()),
        text(node.replayed()) + (Boolean.TRUE.equals(node.paused()) ? " paused" : ""),
        text(node.receiver()),
        age(node.messageMs()),
        senders == null ? "" : Text.line(String.join(", ", senders)),
        trouble(node),
        age(node.troubleMs()),
        host(node));
  }

  private String trouble(NodeView node) {
    if (node.trouble() != null) {
      return style.bad(Text.line(node.trouble()));
    }
    return node.door() == null ? "" : style.bad("no new connections: " + Text.line(node.door()));
  }

  private static String host(NodeView node) {
    if (node.hostTrouble() != null) {
      return Text.line(node.hostTrouble());
    }
    HostView host = node.host();
    return host == null ? "" : Text.line(host.unitState());
  }

  private static String age(@Nullable Long millis) {
    return millis == null ? "" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : Text.line(text);
  }
}
