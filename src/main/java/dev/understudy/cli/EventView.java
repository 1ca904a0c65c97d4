package dev.understudy.cli;

import dev.understudy.api.FollowListener;

/** Shows a run while it goes on. */
interface EventView extends FollowListener, AutoCloseable {
  /** Leaves the screen tidy; nothing is shown afterwards. Safe to call twice. */
  @Override
  void close();
}
