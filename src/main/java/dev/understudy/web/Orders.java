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
   * @param steps none: all where it makes sense
   * @param reason recorded with what is skipped
   */
  record Choice(@Nullable List<Step> steps, @Nullable String reason) {
    static final Choice NONE = new Choice(null, null);

    List<StepRef> refs() {
      return steps == null ? List.of() : steps.stream().map(Step::ref).toList();
    }
  }

  /**
   * A step.
   *
   * @param node null: on every node where the order makes sense
   */
  record Step(@Nullable String step, @Nullable String node) {
    StepRef ref() {
      if (step == null) {
        throw Refused.wrong("each of 'steps' needs a 'step'");
      }
      return new StepRef(step, Optional.ofNullable(node));
    }
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
