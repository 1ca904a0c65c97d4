package dev.understudy.audit;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a look by schedule found.
 *
 * @param found of the checks that were due
 * @param whole whether all could be asked: what is not found then is gone
 */
record LookResult(List<Checked> found, boolean whole) {
  LookResult {
    found = List.copyOf(found);
  }

  /** The same without what is secret. */
  LookResult masked(UnaryOperator<String> mask) {
    return new LookResult(
        found.stream().map(one -> new Checked(one.check(), one.finding().saying(mask))).toList(),
        whole);
  }
}
