package dev.understudy.workflow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Processes of which a test says who is dead. */
record FakeHolders(String current, Set<String> dead) implements Holders {
  static FakeHolders named(String name) {
    return new FakeHolders(name, ConcurrentHashMap.newKeySet());
  }

  /** Another process that sees the same deaths. */
  FakeHolders other(String name) {
    return new FakeHolders(name, dead);
  }

  @Override
  public boolean provablyGone(String holder) {
    return dead.contains(holder);
  }
}
