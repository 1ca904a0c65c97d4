package dev.understudy.service;

import dev.understudy.workflow.EventListener;
import dev.understudy.workflow.EventView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what runs do into the log of the service, the subject first. */
final class EventLog implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  @Override
  public void event(EventView event) {
    String step = event.step() == null ? "" : " " + event.step() + " on " + event.node();
    LOG.info("{} {}{}: {}", event.cluster(), event.run(), step, event.text());
  }
}
