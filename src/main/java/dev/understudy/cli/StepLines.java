package dev.understudy.cli;

import dev.understudy.api.ProgressView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.StepDetail;
import java.time.Duration;
import java.time.Instant;

/** Lays out the lines of steps, so that their columns stand below each other. */
final class StepLines {
  private static final int LEAST_BAR = 8;
  private static final int MOST_BAR = 30;

  private final Style style;
  private final int nodeWidth;
  private final int stepWidth;

  StepLines(Style style, RunDetail run) {
    this.style = style;
    this.nodeWidth =
        run.steps().stream().map(StepDetail::node).mapToInt(Text::width).max().orElse(0);
    this.stepWidth = run.steps().stream().map(StepDetail::id).mapToInt(Text::width).max().orElse(0);
  }

  /** A step that has come to rest, or something said about one. */
  String rested(String status, StepKey key, String took, String sentence) {
    String line = head(status, key) + "  " + Text.pad(took, 6);
    return (sentence.isEmpty() ? line : line + "  " + sentence).stripTrailing();
  }

  /** A step that is underway, cut to the width of the screen. */
  String running(LiveStep step, Instant now, int columns) {
    String head = head("running", step.key());
    String took = Human.duration(Duration.between(step.since(), now));
    String attempt = step.attempt() > 1 ? ", attempt " + step.attempt() : "";
    ProgressView progress = step.progress();
    String line =
        progress == null
            ? head + "  " + took + attempt + remark(step.sentence())
            : head + "  " + progressing(progress, took + attempt, columns - Text.width(head) - 3);
    return Text.cut(line, Math.max(1, columns - 1));
  }

  private String progressing(ProgressView progress, String took, int room) {
    String note = remark(Text.line(progress.note()));
    String text = Human.progress(progress) + "  " + took;
    int percent = Human.percent(progress);
    int bar = Math.min(MOST_BAR, room - Text.width(text) - 2);
    return percent < 0 || bar < LEAST_BAR ? text + note : bar(percent, bar) + "  " + text + note;
  }

  private String remark(String text) {
    return text.isEmpty() ? "" : "  " + style.dim(text);
  }

  private String bar(int percent, int width) {
    int full = width * percent / 100;
    return style.good(style.full().repeat(full)) + style.dim(style.empty().repeat(width - full));
  }

  private String head(String status, StepKey key) {
    return style.sign(status)
        + " "
        + Text.pad(Text.line(key.node()), nodeWidth)
        + "  "
        + Text.pad(Text.line(key.step()), stepWidth);
  }
}
