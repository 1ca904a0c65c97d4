package dev.understudy.audit;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a look by schedule found.
 *
 * @param found of the checks that were due
 * @param seen all that the look found, also of checks that were not due: it may explain the rest
 * @param whole whether all could be asked: what is not found then is gone
 */
record LookResult(List<Checked> found, List<Checked> seen, boolean whole) {
  LookResult {
    found = List.copyOf(found);
    seen = List.copyOf(seen);
  }

  LookResult(List<Checked> found, boolean whole) {
    this(found, found, whole);
  }

  /** The same without what is secret. */
  LookResult masked(UnaryOperator<String> mask) {
    return new LookResult(
        found.stream().map(one -> new Checked(one.check(), one.finding().saying(mask))).toList(),
        seen,
        whole);
  }
}
