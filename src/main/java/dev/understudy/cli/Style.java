package dev.understudy.cli;

/**
 * Colours and signs.
 *
 * @param colours whether escape sequences may be used
 * @param unicode whether more than ASCII may be used
 */
record Style(boolean colours, boolean unicode) {
  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("31", text);
  }

  String warn(String text) {
    return paint("33", text);
  }

  String strong(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String arrow() {
    return unicode ? "→" : "->";
  }

  String ellipsis() {
    return unicode ? "…" : "...";
  }

  String full() {
    return unicode ? "█" : "#";
  }

  String empty() {
    return unicode ? "░" : ".";
  }

  /** A coloured sign for the status of a run or step. */
  String sign(String status) {
    return switch (status) {
      case "done" -> good(unicode ? "✔" : "+");
      case "satisfied" -> good(unicode ? "✓" : "=");
      case "failed" -> bad(unicode ? "✘" : "x");
      case "waiting", "unknown" -> warn("?");
      case "skipped", "cancelled" -> warn(unicode ? "⊘" : "-");
      case "paused" -> warn(unicode ? "⏸" : "|");
      case "running" -> strong(unicode ? "▶" : ">");
      default -> dim(unicode ? "·" : ".");
    };
  }

  /** The status itself, in the colour of its sign. */
  String status(String status) {
    return switch (status) {
      case "done", "satisfied", "streaming" -> good(status);
      case "failed", "unreachable" -> bad(status);
      case "waiting", "unknown", "skipped", "cancelled", "paused" -> warn(status);
      default -> status;
    };
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
