package dev.understudy.cli;

import dev.understudy.api.Plan;
import dev.understudy.api.PlannedChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan, node by node and step by step, as a diff. */
final class PlanView {
  private static final int LONG = 100;

  private final Style style;

  PlanView(Style style) {
    this.style = style;
  }

  List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    Map<String, Map<String, List<PlannedChange>>> nodes = new LinkedHashMap<>();
    for (PlannedChange change : plan.changes()) {
      nodes
          .computeIfAbsent(change.node(), node -> new LinkedHashMap<>())
          .computeIfAbsent(change.step(), step -> new ArrayList<>())
          .add(change);
    }
    nodes.forEach(
        (node, steps) -> {
          lines.add(style.strong(Text.line(node)));
          steps.forEach((step, changes) -> step(lines, step, changes));
          lines.add("");
        });
    lines.add(summary(plan));
    return lines;
  }

  static String summary(Plan plan) {
    if (plan.isEmpty()) {
      return "Nothing to change";
    }
    List<String> restarting =
        plan.changes().stream()
            .filter(PlannedChange::restart)
            .map(PlannedChange::node)
            .distinct()
            .toList();
    boolean primary = restarting.contains(plan.primary());
    int others = restarting.size() - (primary ? 1 : 0);
    long nodes = plan.changes().stream().map(PlannedChange::node).distinct().count();
    return "Plan: "
        + Human.count(plan.changes().size(), "change")
        + " on "
        + Human.count(nodes, "node")
        + (primary ? ", 1 restart of the primary" : "")
        + (others == 0 ? "" : ", " + Human.count(others, "restart") + " of standbys");
  }

  private void step(List<String> lines, String step, List<PlannedChange> changes) {
    lines.add("  " + style.dim(Text.line(step)));
    changes.forEach(change -> change(lines, change));
  }

  private void change(List<String> lines, PlannedChange change) {
    String before = Text.block(change.before());
    String after = Text.block(change.after());
    String what =
        Text.line(
            change.subject().isEmpty() ? change.kind() : change.kind() + " " + change.subject());
    boolean diff = before.contains("\n") || after.contains("\n");
    String inline = diff ? "" : inline(before, after);
    String head = "    " + sign(before, after) + " " + what + inline + flags(change);
    lines.add(head);
    if (diff) {
      LineDiff.of(before, after).forEach(line -> lines.add("        " + diffLine(line)));
    }
  }

  private String sign(String before, String after) {
    if (before.isEmpty()) {
      return style.good("+");
    }
    return after.isEmpty() ? style.bad("-") : style.warn("~");
  }

  private String inline(String before, String after) {
    if (before.isEmpty() || after.isEmpty()) {
      String only = before + after;
      return only.isEmpty() ? "" : ": " + shortened(only);
    }
    return ": " + shortened(before) + " " + style.arrow() + " " + shortened(after);
  }

  private String shortened(String text) {
    return Text.width(text) <= LONG ? text : Text.cut(text, LONG) + style.ellipsis();
  }

  private String flags(PlannedChange change) {
    return (change.restart() ? style.bad(" [restart]") : "")
        + (change.irreversible() ? style.warn(" [irreversible]") : "");
  }

  private String diffLine(LineDiff.Line line) {
    return switch (line.sign()) {
      case '+' -> style.good("+ " + line.text());
      case '-' -> style.bad("- " + line.text());
      case '~' -> style.dim(style.ellipsis());
      default -> "  " + line.text();
    };
  }
}
