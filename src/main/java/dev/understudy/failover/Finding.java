package dev.understudy.failover;

import java.util.List;

/** A code with the sentence and the evidence for it. */
record Finding(Code code, Action action, String sentence, List<String> evidence) {
  static Finding of(Code code, String sentence, List<String> evidence) {
    return new Finding(code, code.most(), sentence, evidence);
  }

  static Finding of(Code code, String sentence) {
    return of(code, sentence, List.of());
  }

  /** The same with less being done about it. */
  Finding only(Action less) {
    return new Finding(code, less, sentence, evidence);
  }
}
