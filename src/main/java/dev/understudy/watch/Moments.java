package dev.understudy.watch;

import java.time.Instant;

/** Where moments come from. */
@FunctionalInterface
public interface Moments {
  /** The clocks of this machine. */
  Moments SYSTEM = () -> new Moment(System.nanoTime(), Instant.now());

  Moment now();
}
