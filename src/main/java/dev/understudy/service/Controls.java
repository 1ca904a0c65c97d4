package dev.understudy.service;

import dev.understudy.api.RunControl;
import dev.understudy.api.StepRef;
import dev.understudy.workflow.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person tells a run, as signals for the engine. */
final class Controls {
  private Controls() {}

  static List<Signal> signals(String run, RunControl control, String who) {
    List<Signal> signals = new ArrayList<>();
    if (control instanceof RunControl.Pause) {
      signals.add(Signal.pause(run, who));
    } else if (control instanceof RunControl.Resume) {
      signals.add(Signal.resume(run, who));
    } else if (control instanceof RunControl.Cancel) {
      signals.add(Signal.cancel(run, who));
    } else if (control instanceof RunControl.Retry retry) {
      retry.steps().forEach(step -> signals.add(Signal.retry(run, step.step(), node(step), who)));
      if (signals.isEmpty()) {
        signals.add(Signal.resume(run, who));
      }
    } else if (control instanceof RunControl.Skip skip) {
      skip.steps()
          .forEach(
              step -> signals.add(Signal.skip(run, step.step(), node(step), skip.reason(), who)));
    }
    return signals;
  }

  private static @Nullable String node(StepRef step) {
    return step.node().orElse(null);
  }
}
