package dev.understudy.api;

import java.util.List;

/**
 * Some of the events of a run, in order.
 *
 * @param last what to ask after next
 */
public record EventPage(long last, List<RunEvent> events) {
  public EventPage {
    events = List.copyOf(events);
  }
}
