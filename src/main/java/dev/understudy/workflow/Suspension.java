package dev.understudy.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Why a sitting is to end at its next safe point.
 *
 * @param limit the limit that passed; null unless the cause is one
 */
record Suspension(Cause cause, @Nullable Limit limit) {
  /** From the weakest to the strongest; a stronger one replaces a weaker. */
  enum Cause {
    PAUSE,
    CANCEL,
    CLOSE,
    LIMIT,
    /** The lease is lost or given to a more urgent run: nothing may be written any more. */
    LOST
  }

  static Suspension of(Cause cause) {
    return new Suspension(cause, null);
  }

  static Suspension of(Limit limit) {
    return new Suspension(Cause.LIMIT, limit);
  }

  String text() {
    return switch (cause) {
      case PAUSE -> "the run is to pause";
      case CANCEL -> "the run is cancelled";
      case CLOSE -> "the service stops";
      case LIMIT -> "it " + (limit == null ? "ran out of time" : limit.text());
      case LOST -> "another worker is in charge";
    };
  }
}
