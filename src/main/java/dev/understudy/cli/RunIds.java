package dev.understudy.cli;

import dev.understudy.api.RunSummary;
import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.List;
import java.util.Optional;

/** Finds the run that a person means. */
final class RunIds {
  private static final String LAST = "last";
  private static final int SHOWN = 5;

  private RunIds() {}

  /**
   * The whole id of the run.
   *
   * @param text an id, the beginning of exactly one, or {@code last}
   */
  static String find(Understudy understudy, String text) {
    List<String> ids = understudy.runs(Optional.empty()).stream().map(RunSummary::id).toList();
    if (text.equals(LAST) && !ids.isEmpty()) {
      return ids.get(0);
    }
    if (ids.contains(text)) {
      return text;
    }
    List<String> fitting = ids.stream().filter(id -> id.startsWith(text)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw fitting.isEmpty()
        ? wrong(text, "there is no such run", "'understudy runs' lists them")
        : wrong(
            text,
            fitting.size() + " runs begin like this",
            "name one of: "
                + String.join(", ", fitting.subList(0, Math.min(SHOWN, fitting.size()))));
  }

  private static UnderstudyException wrong(String text, String message, String remedy) {
    return new UnderstudyException(ErrorClass.USAGE, "run " + text, message, remedy, null);
  }
}
