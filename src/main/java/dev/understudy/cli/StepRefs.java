package dev.understudy.cli;

import dev.understudy.api.RunDetail;
import dev.understudy.api.StepRef;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code STEP} and {@code STEP@NODE}. */
final class StepRefs {
  private StepRefs() {}

  /** The steps, each of which the run must have. */
  static List<StepRef> of(RunDetail run, List<String> texts) {
    List<StepRef> refs = texts.stream().map(StepRefs::parse).toList();
    refs.forEach(ref -> check(run, ref));
    return refs;
  }

  private static StepRef parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new StepRef(text, Optional.empty())
        : new StepRef(text.substring(0, at), Optional.of(text.substring(at + 1)));
  }

  private static void check(RunDetail run, StepRef ref) {
    boolean there =
        run.steps().stream()
            .anyMatch(
                step ->
                    step.id().equals(ref.step())
                        && ref.node().map(step.node()::equals).orElse(true));
    if (!there) {
      throw new UnderstudyException(
          ErrorClass.USAGE,
          "run " + run.id(),
          "there is no step " + ref.step() + ref.node().map(node -> " on " + node).orElse(""),
          "its steps: "
              + run.steps().stream()
                  .map(step -> step.id() + "@" + step.node())
                  .collect(Collectors.joining(", ")),
          null);
    }
  }
}
