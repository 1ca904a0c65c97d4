package dev.understudy.cli;

import dev.understudy.api.ProgressView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A run on a terminal: finished steps stay, those underway are redrawn in place below them. */
final class LiveView implements EventView {
  private static final Set<String> OVER = Set.of("done", "satisfied", "skipped", "cancelled");
  private static final Set<String> RESTING =
      Set.of("failed", "unknown", "waiting", "paused", "pending");
  private static final Duration SIZE_LASTS = Duration.ofSeconds(2);

  private final Region region;
  private final StepLines lines;
  private final Style style;
  private final Terminal terminal;
  private final Clock clock;
  private final int total;
  private final Pace pace = new Pace();
  private final Map<StepKey, LiveStep> underway = new LinkedHashMap<>();
  private final Set<StepKey> over = new HashSet<>();
  private final Instant began;
  private Terminal.Size size;
  private Instant sized;
  private boolean closed;

  LiveView(Region region, Style style, Terminal terminal, Clock clock, RunDetail run) {
    this.region = region;
    this.lines = new StepLines(style, run);
    this.style = style;
    this.terminal = terminal;
    this.clock = clock;
    this.total = run.steps().size();
    this.size = terminal.size().get();
    this.sized = clock.instant();
    this.began = Objects.requireNonNullElse(run.started(), sized);
  }

  @Override
  public synchronized void onEvent(RunEvent event) {
    if (closed) {
      return;
    }
    StepKey key = StepKey.of(event);
    ProgressView progress = pace.of(event);
    if (progress != null) {
      underway.computeIfPresent(key, (same, step) -> step.with(progress));
      redraw(List.of());
    } else if (key.step().isEmpty()) {
      redraw(said(event));
    } else {
      redraw(stepped(key, event));
    }
  }

  /** Lets the clocks on the screen go on. */
  synchronized void tick() {
    if (!closed) {
      redraw(List.of());
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      region.draw(List.of(), List.of());
    }
  }

  private List<String> said(RunEvent event) {
    String sentence = Text.line(event.sentence());
    return sentence.isEmpty() ? List.of() : List.of(style.strong(sentence));
  }

  private List<String> stepped(StepKey key, RunEvent event) {
    String status = Objects.requireNonNullElse(event.status(), "");
    String sentence = Text.line(event.sentence());
    if (status.equals("running")) {
      over.remove(key);
      underway.put(key, new LiveStep(key, event.at(), event.attempt(), sentence, null));
      return List.of();
    }
    if (OVER.contains(status) || RESTING.contains(status)) {
      return rested(key, event, status, sentence);
    }
    underway.computeIfPresent(key, (same, step) -> step.saying(sentence));
    return underway.containsKey(key) || sentence.isEmpty()
        ? List.of()
        : List.of(lines.rested(status, key, "", sentence));
  }

  private List<String> rested(StepKey key, RunEvent event, String status, String sentence) {
    LiveStep step = underway.remove(key);
    if (OVER.contains(status)) {
      over.add(key);
    } else if (step == null && sentence.isEmpty()) {
      return List.of();
    }
    String took = step == null ? "" : Human.duration(Duration.between(step.since(), event.at()));
    return List.of(lines.rested(status, key, took, sentence));
  }

  private void redraw(List<String> staying) {
    Instant now = clock.instant();
    if (Duration.between(sized, now).compareTo(SIZE_LASTS) > 0) {
      size = terminal.size().get();
      sized = now;
    }
    region.draw(staying, changing(now));
  }

  private List<String> changing(Instant now) {
    List<String> changing = new ArrayList<>();
    // What stands above the screen's top cannot be drawn over.
    int room = Math.max(1, size.rows() - 3);
    underway.values().stream()
        .limit(room)
        .map(step -> lines.running(step, now, size.columns()))
        .forEach(changing::add);
    int hidden = underway.size() - changing.size();
    String more = hidden > 0 ? ", " + hidden + " more underway" : "";
    String took = Human.duration(Duration.between(began, now));
    // A run that has only just begun does not know its steps yet.
    String of = total > 0 ? " of " + Human.count(total, "step") : " over";
    String footer = over.size() + of + more + ", " + took;
    changing.add(style.dim(Text.cut("  " + footer, Math.max(1, size.columns() - 1))));
    return changing;
  }
}
