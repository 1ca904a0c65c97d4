package dev.understudy.cli;

import dev.understudy.api.ProgressView;
import dev.understudy.api.RunEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One line for each event, for logs and pipes. */
final class PlainView implements EventView {
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

  private final PrintStream out;
  private final String cluster;
  private final Pace pace = new Pace();
  private final Map<StepKey, Instant> shown = new HashMap<>();
  private boolean closed;

  PlainView(PrintStream out, String cluster) {
    this.out = out;
    this.cluster = cluster;
  }

  @Override
  public synchronized void onEvent(RunEvent event) {
    ProgressView progress = pace.of(event);
    String what = progress == null ? happened(event) : progressed(event, progress);
    if (closed || what.isEmpty()) {
      return;
    }
    StepKey key = StepKey.of(event);
    StringBuilder line = new StringBuilder(Times.date(event.at())).append(' ').append(cluster);
    if (!key.node().isEmpty()) {
      line.append(' ').append(Text.line(key.node()));
    }
    line.append(' ')
        .append(key.step().isEmpty() ? "run " + event.run() : Text.line(key.step()))
        .append(' ')
        .append(what);
    out.println(line);
    out.flush();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private static String happened(RunEvent event) {
    String status = event.status() == null ? "" : event.status();
    String sentence = Text.line(event.sentence());
    String attempt = event.attempt() > 1 ? " (attempt " + event.attempt() + ")" : "";
    if (status.isEmpty()) {
      return sentence;
    }
    return status + attempt + (sentence.isEmpty() ? "" : ": " + sentence);
  }

  private String progressed(RunEvent event, ProgressView progress) {
    StepKey key = StepKey.of(event);
    Instant last = shown.get(key);
    boolean complete = progress.done() == progress.total();
    if (last != null && !complete && event.at().isBefore(last.plus(PROGRESS_INTERVAL))) {
      return "";
    }
    shown.put(key, event.at());
    String note = Text.line(progress.note());
    return Human.progress(progress) + (note.isEmpty() ? "" : ", " + note);
  }
}
