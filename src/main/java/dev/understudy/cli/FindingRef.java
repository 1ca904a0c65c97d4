package dev.understudy.cli;

import java.util.Optional;

/** Findings as people write them: {@code CHECK}, or {@code CHECK/NODE}. */
record FindingRef(String check, Optional<String> node) {
  static FindingRef of(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new FindingRef(text, Optional.empty())
        : new FindingRef(text.substring(0, slash), Optional.of(text.substring(slash + 1)));
  }
}
