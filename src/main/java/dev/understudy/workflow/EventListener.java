package dev.understudy.workflow;

/** Told about what runs do, in order, on one thread of the engine; must not block it for long. */
public interface EventListener {
  /** Called after the event was committed. */
  void event(EventView event);

  /** Called with each sign of progress; some of it may never be stored. */
  default void progress(String run, String step, String node, Progress progress) {}
}
