package dev.understudy.workflow;

import dev.understudy.workflow.definition.Urgency;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as the store has it.
 *
 * @param definition the hash of the workflow text that it goes by
 * @param intent what it is being brought to
 * @param reason why it is in its status; empty when that needs no words
 * @param remedy what a person can do; empty when nothing is to be done
 * @param preemptedBy the more urgent run that it waits for, or null
 * @param term of the lease that it was last worked on under; 0 before the first
 */
public record RunView(
    String id,
    String cluster,
    String workflow,
    String definition,
    Map<String, String> inputs,
    Urgency urgency,
    boolean mutates,
    RunStatus status,
    Intent intent,
    String reason,
    String remedy,
    @Nullable String preemptedBy,
    long term,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  /** What a run is being brought to. */
  public enum Intent {
    COMPLETE,
    PAUSE,
    CANCEL
  }

  /** The lease that the run needs: its cluster's, or one of its own when it changes nothing. */
  String scope() {
    return mutates ? cluster : cluster + "/" + id;
  }
}
