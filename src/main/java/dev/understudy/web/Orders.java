package dev.understudy.web;

import dev.understudy.api.RunControl;
import dev.understudy.api.StepRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run can be told. */
final class Orders {
  private Orders() {}

  /**
   * Steps that an order is about.
   *
   * @param steps none: all where it makes sense; an element may be null, as JSON has it
   * @param reason recorded with what is skipped
   */
  record Choice(@Nullable List<@Nullable Step> steps, @Nullable String reason) {
    static final Choice NONE = new Choice(null, null);

    List<StepRef> refs() {
      return steps == null ? List.of() : steps.stream().map(Orders::ref).toList();
    }
  }

  /**
   * A step.
   *
   * @param node null: on every node where the order makes sense
   */
  record Step(@Nullable String step, @Nullable String node) {}

  private static StepRef ref(@Nullable Step step) {
    if (step == null || step.step() == null) {
      throw Refused.wrong("each of 'steps' needs a 'step'");
    }
    return new StepRef(step.step(), Optional.ofNullable(step.node()));
  }

  static RunControl retry(Choice choice) {
    return new RunControl.Retry(choice.refs());
  }

  static RunControl skip(Choice choice) {
    if (choice.refs().isEmpty() || choice.reason() == null || choice.reason().isBlank()) {
      throw Refused.wrong("skipping needs 'steps' and a 'reason'");
    }
    return new RunControl.Skip(choice.refs(), choice.reason());
  }
}
