package dev.understudy.cli;

import dev.understudy.api.RunEvent;
import java.util.Objects;

/** A step on a node; both empty for the run as a whole. */
record StepKey(String node, String step) {
  static StepKey of(RunEvent event) {
    return new StepKey(
        Objects.requireNonNullElse(event.node(), ""), Objects.requireNonNullElse(event.step(), ""));
  }
}
