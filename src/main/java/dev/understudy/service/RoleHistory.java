package dev.understudy.service;

import dev.understudy.api.RoleChange;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who was the primary when, from the rows of the changes that came to their end. */
final class RoleHistory {
  private RoleHistory() {}

  static void requireKnown(Configuration configuration, String cluster) {
    if (!configuration.clusters().containsKey(cluster)) {
      throw new UnderstudyException(
          ErrorClass.USAGE, cluster, "the configuration has no such cluster", null, null);
    }
  }

  /**
   * Oldest first.
   *
   * @param rows newest first
   * @param runs finds the run of a row
   */
  static List<RoleChange> of(List<FailoverRow> rows, Function<String, Optional<RunView>> runs) {
    List<RoleChange> changes = new ArrayList<>();
    for (FailoverRow row : rows) {
      Optional<RunView> run = runs.apply(row.run());
      if (row.endedAt().isPresent() && row.candidate().isPresent() && run.isPresent()) {
        changes.add(change(row, row.endedAt().get(), row.candidate().get(), run.get()));
      }
    }
    Collections.reverse(changes);
    return changes;
  }

  private static RoleChange change(FailoverRow row, Instant at, String to, RunView run) {
    return new RoleChange(
        at,
        run.workflow(),
        row.oldPrimary(),
        to,
        row.epoch() + 1,
        row.timeline() > 0 ? row.timeline() : null,
        said(row.position()),
        row.proof().orElse(null),
        row.run(),
        run.requestedBy(),
        said(run.inputs().getOrDefault("reason", "")));
  }

  private static @Nullable String said(String text) {
    return text.isEmpty() ? null : text;
  }
}
