package dev.understudy.service;

import dev.understudy.workflow.EventListener;
import dev.understudy.workflow.EventView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes what runs do into the log of the service, the subject first. */
final class EventLog implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  @Override
  public void event(EventView event) {
    String step = event.step() == null ? "" : " " + event.step() + " on " + event.node();
    LoggingEventBuilder line = LOG.atInfo();
    line = line.addKeyValue("cluster", event.cluster()).addKeyValue("run", event.run());
    if (event.step() != null) {
      line = line.addKeyValue("step", event.step()).addKeyValue("node", event.node());
    }
    line.log("{} {}{}: {}", event.cluster(), event.run(), step, event.text());
  }
}
