package dev.understudy.cli;

import dev.understudy.api.NodeStatus;
import dev.understudy.api.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a cluster as a table. */
final class StatusView {
  private final Style style;

  StatusView(Style style) {
    this.style = style;
  }

  List<String> lines(Status status) {
    List<String> lines = new ArrayList<>();
    String primary = status.primary();
    lines.add(
        style.strong(status.cluster())
            + "  epoch "
            + status.epoch()
            + ", "
            + (primary == null ? style.bad("no primary seen") : "primary " + primary));
    lines.add("");
    Table table =
        new Table(
            "NODE",
            "ROLE",
            "STATE",
            "TIMELINE",
            "LSN",
            "RECEIVED",
            "REPLAYED",
            "LAG",
            "STREAMING",
            "IN SYNC",
            "NOTE");
    status.nodes().forEach(node -> row(table, node));
    lines.addAll(table.lines(style));
    lines.add("");
    if (status.synchronous() != null) {
      lines.add(synchronous(status.synchronous()));
      lines.add("");
    }
    lines.add("libpq  " + Text.line(status.connect().libpq()));
    lines.add("JDBC   " + Text.line(status.connect().jdbc()));
    return lines;
  }

  private String synchronous(Status.Synchronous known) {
    String since = " (since " + Times.date(known.since()) + ": " + Text.line(known.reason()) + ")";
    return known.confirmers().isEmpty()
        ? style.bad("Commits wait for no standby") + since
        : "Every acknowledged commit is on " + String.join(" or ", known.confirmers()) + since;
  }

  private void row(Table table, NodeStatus node) {
    Long lag = node.lagBytes();
    Long timeline = node.timeline();
    table.row(
        node.name(),
        Text.line(node.role()),
        style.status(Text.line(node.state())),
        timeline == null ? "" : timeline.toString(),
        text(node.lsn()),
        text(node.received()),
        text(node.replayed()),
        lag == null ? "" : Human.bytes(lag),
        yesNo(node.streaming()),
        yesNo(node.inSync()),
        text(node.note()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : Text.line(text);
  }

  private String yesNo(@Nullable Boolean value) {
    if (value == null) {
      return "";
    }
    return value ? "yes" : "no";
  }
}
