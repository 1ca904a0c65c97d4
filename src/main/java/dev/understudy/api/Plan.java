package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would change, found out by looking only.
 *
 * @param primary the node that is the primary now; null when there is none yet
 * @param changes in the order in which they would be made
 */
public record Plan(String cluster, @Nullable String primary, List<PlannedChange> changes) {
  public Plan {
    changes = List.copyOf(changes);
  }

  /** Whether there is nothing to do. */
  @JsonIgnore
  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
