package dev.understudy.api;

/** Told what happens in a run, in order, by one thread at a time. */
@FunctionalInterface
public interface FollowListener {
  void onEvent(RunEvent event);
}
