package dev.understudy.steps;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Since when this process's renewals count: the instants at which the uptimes were received that
 * they were made from. What an earlier process sent is not known, so at first its end, which was
 * before the begin of this one, stands for it.
 */
public final class LeaseReadings {
  private final LongSupplier nanos;
  private final long begun;
  private final Map<String, Long> last = new HashMap<>();

  public LeaseReadings() {
    this(System::nanoTime);
  }

  LeaseReadings(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  long now() {
    return nanos.getAsLong();
  }

  /**
   * To be called before a renewal is sent. Whoever ends the renewals and then asks for {@link
   * #last} knows of every one that is still sent.
   *
   * @param reading when the uptime was received that it is counted from
   * @param allowed whether renewals have not ended
   * @return false when it must not be sent
   */
  synchronized boolean send(String cluster, long reading, BooleanSupplier allowed) {
    if (!allowed.getAsBoolean()) {
      return false;
    }
    last.merge(cluster, reading, (one, other) -> one - other > 0 ? one : other);
    return true;
  }

  synchronized long last(String cluster) {
    return last.getOrDefault(cluster, begun);
  }
}
