package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.RunDetail;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
  private static final long MIB = 1 << 20;
  private static final RunDetail RUN =
      Samples.run(
          "running",
          Samples.step("slots", "alpha", "pending", null),
          Samples.step("base-backup", "bravo", "pending", null),
          Samples.step("base-backup", "charlie", "pending", null));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private LiveView view(int columns, int rows, boolean colours) {
    Terminal.Size size = new Terminal.Size(columns, rows);
    return new LiveView(
        new Region(new PrintStream(out, true, StandardCharsets.UTF_8)),
        new Style(colours, true),
        new Terminal(true, colours, colours, true, () -> size),
        Clock.fixed(Cli.NOW.plusSeconds(12), ZoneOffset.UTC),
        RUN);
  }

  private List<String> screen(int columns) {
    return new Screen(columns).show(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void finishedStepsStayAndThoseUnderwayAreRedrawnInPlace() {
    LiveView view = view(100, 24, true);
    view.onEvent(Samples.event(0, "alpha", "slots", "running", ""));
    view.onEvent(Samples.event(2, "alpha", "slots", "done", "2 slots"));
    view.onEvent(Samples.event(2, "bravo", "base-backup", "running", ""));
    view.onEvent(Samples.event(2, "charlie", "base-backup", "running", "waits for a checkpoint"));
    view.onEvent(Samples.progress(4_000, 10 * MIB, 166 * MIB, 20 * MIB));
    view.onEvent(Samples.progress(8_000, 83 * MIB, 166 * MIB, 20 * MIB));
    view.tick();

    assertThat(screen(100))
        .containsExactly(
            "✔ alpha    slots        2.0 s   2 slots",
            "▶ bravo    base-backup  ███████████████░░░░░░░░░░░░░░░  "
                + "50% 83 MiB of 166 MiB, 20 MiB/s  10 s",
            "▶ charlie  base-backup  10 s  waits for a checkpoint",
            "  1 of 3 steps, 53 s");

    view.onEvent(Samples.event(11, "bravo", "base-backup", "failed", "the disk is full"));
    view.close();
    view.onEvent(Samples.event(12, "charlie", "base-backup", "done", "not shown any more"));

    assertThat(screen(100))
        .containsExactly(
            "✔ alpha    slots        2.0 s   2 slots",
            "✘ bravo    base-backup  9.0 s   the disk is full");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 25, 40, 60})
  void onANarrowTerminalLinesAreCutAndStillRedrawnInPlace(int columns) {
    LiveView view = view(columns, 24, true);
    view.onEvent(Samples.event(2, "bravo", "base-backup", "running", ""));
    view.onEvent(Samples.event(2, "charlie", "base-backup", "running", "waits for a checkpoint"));
    for (int second = 3; second < 10; second++) {
      view.onEvent(Samples.progress(second * 1000, second * MIB, 166 * MIB, 20 * MIB));
    }

    assertThat(screen(columns)).hasSize(3).allMatch(line -> line.length() <= columns);
    view.close();
    assertThat(screen(columns)).isEmpty();
  }

  @Test
  void onALowTerminalSomeStepsAreOnlyCounted() {
    LiveView view = view(100, 4, false);
    view.onEvent(Samples.event(2, "bravo", "base-backup", "running", ""));
    view.onEvent(Samples.event(2, "charlie", "base-backup", "running", ""));

    assertThat(screen(100))
        .containsExactly("▶ bravo    base-backup  10 s", "  0 of 3 steps, 1 more underway, 53 s");
  }

  @Test
  void withoutColoursThereAreNone() {
    LiveView view = view(100, 24, false);
    view.onEvent(Samples.event(2, "bravo", "base-backup", "running", "a\u001b[31mb"));
    view.onEvent(Samples.event(3, "bravo", "base-backup", "done", "c\u001b[31md"));
    view.close();

    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContainPattern("\u001b\\[[0-9;]*m");
  }

  @Test
  void aRetryIsSaid() {
    LiveView view = view(100, 24, false);
    view.onEvent(Samples.event(0, "alpha", "slots", "running", ""));
    view.onEvent(Samples.event(1, "alpha", "slots", "pending", "connection lost; again in 4 s"));
    view.close();

    assertThat(screen(100))
        .containsExactly("· alpha    slots        1.0 s   connection lost; again in 4 s");
  }
}
