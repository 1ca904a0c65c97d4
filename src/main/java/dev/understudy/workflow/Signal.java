package dev.understudy.workflow;

import dev.understudy.workflow.definition.Urgency;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something asked of the engine.
 *
 * @param run the run that it is about; null for a start
 * @param cluster null unless it is a start
 * @param requestedBy who asks, in words for the event log
 */
public record Signal(
    SignalKind kind,
    @Nullable String run,
    @Nullable String cluster,
    Payload payload,
    String requestedBy) {

  /**
   * The rest of a signal; what does not apply is null.
   *
   * @param urgency instead of the workflow's own
   * @param node null when all nodes of the step are meant
   */
  public record Payload(
      @Nullable String workflow,
      @Nullable Map<String, String> inputs,
      @Nullable String urgency,
      @Nullable String step,
      @Nullable String node,
      @Nullable String reason) {
    static final Payload NONE = new Payload(null, null, null, null, null, null);
  }

  public static Signal start(
      String workflow, String cluster, Map<String, String> inputs, String requestedBy) {
    Payload payload = new Payload(workflow, new HashMap<>(inputs), null, null, null, null);
    return new Signal(SignalKind.START, null, cluster, payload, requestedBy);
  }

  /** The same start with an urgency other than the workflow's own. */
  public Signal with(Urgency urgency) {
    Payload payload =
        new Payload(payload().workflow, payload().inputs, urgency.label(), null, null, null);
    return new Signal(kind, run, cluster, payload, requestedBy);
  }

  public static Signal pause(String run, String requestedBy) {
    return new Signal(SignalKind.PAUSE, run, null, Payload.NONE, requestedBy);
  }

  public static Signal resume(String run, String requestedBy) {
    return new Signal(SignalKind.RESUME, run, null, Payload.NONE, requestedBy);
  }

  public static Signal cancel(String run, String requestedBy) {
    return new Signal(SignalKind.CANCEL, run, null, Payload.NONE, requestedBy);
  }

  /**
   * @param node null for all nodes on which the step has failed
   */
  public static Signal retry(String run, String step, @Nullable String node, String requestedBy) {
    Payload payload = new Payload(null, null, null, step, node, null);
    return new Signal(SignalKind.RETRY, run, null, payload, requestedBy);
  }

  /**
   * @param node null for all nodes on which the step is not done
   * @param reason why; must not be empty
   */
  public static Signal skip(
      String run, String step, @Nullable String node, String reason, String requestedBy) {
    Payload payload = new Payload(null, null, null, step, node, reason);
    return new Signal(SignalKind.SKIP, run, null, payload, requestedBy);
  }
}
