package dev.understudy.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the cloud's own checks say of an instance.
 *
 * @param instance of the instance: ok, impaired, initializing, insufficient-data, not-applicable
 * @param system of the machine under it, in the same words
 * @param events what is announced and not over yet
 */
public record InstanceHealth(String instance, String system, List<Event> events) {
  public InstanceHealth {
    events = List.copyOf(events);
  }

  /**
   * What the cloud has announced.
   *
   * @param code such as {@code instance-retirement}
   * @param notBefore when it begins at the earliest
   */
  public record Event(String code, String description, Optional<Instant> notBefore) {
    /** Whether the instance will be lost or stopped by it. */
    public boolean endsIt() {
      return code.equals("instance-retirement") || code.equals("instance-stop");
    }
  }
}
