package dev.understudy.schedule;

import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener that keeps what it hears. */
final class Rings implements Alarms.Listener {
  private final BlockingQueue<Ring> heard = new LinkedBlockingQueue<>();
  private volatile Consumer<Ring> reaction = ring -> {};

  record Ring(String key, Instant scheduled, Instant rung) {}

  void whenRung(Consumer<Ring> reaction) {
    this.reaction = reaction;
  }

  @Override
  public void ring(String key, Instant scheduled) {
    Ring ring = new Ring(key, scheduled, Instant.now());
    heard.add(ring);
    reaction.accept(ring);
  }

  /** The next ring; an error when none comes within 20 s. */
  Ring next() throws InterruptedException {
    Ring ring = heard.poll(20, TimeUnit.SECONDS);
    if (ring == null) {
      throw new AssertionError("no alarm rang");
    }
    return ring;
  }

  int pending() {
    return heard.size();
  }
}
