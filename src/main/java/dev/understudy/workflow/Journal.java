package dev.understudy.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/**
 * All writing of the engine: one transaction at a time, under the lease where one is needed, and
 * its events handed on after the commit in the order of the commits.
 */
final class Journal {
  private final Jdbi writer;
  private final Clock clock;
  private final Duration leaseLength;
  private final Consumer<List<EventView>> published;
  private boolean closed;

  Journal(Jdbi writer, Clock clock, Duration leaseLength, Consumer<List<EventView>> published) {
    this.writer = writer;
    this.clock = clock;
    this.leaseLength = leaseLength;
    this.published = published;
  }

  /** Writes what needs no lease. Must do nothing but write: there is one connection only. */
  synchronized <T> T write(Function<Tx, T> work) {
    if (closed) {
      throw new LeaseLostException("-", "this engine was closed");
    }
    Tx[] tx = new Tx[1];
    T result =
        writer.inTransaction(
            handle -> {
              tx[0] = new Tx(handle, Times.now(clock));
              return work.apply(tx[0]);
            });
    published.accept(tx[0].events());
    return result;
  }

  /**
   * Writes on behalf of a run, and renews its lease by the way.
   *
   * @throws LeaseLostException when the lease is no longer in hand; nothing was written
   */
  <T> T write(Grip grip, Function<Tx, T> work) {
    return write(
        tx -> {
          Instant expiry = tx.now().plus(leaseLength);
          if (!LeaseTable.renew(tx.handle(), grip, expiry)) {
            throw new LeaseLostException(
                grip.run(),
                "the lease of " + grip.scope() + " in term " + grip.term() + " is lost");
          }
          return work.apply(tx);
        });
  }

  Duration leaseLength() {
    return leaseLength;
  }

  /** Nothing is written any more after this. */
  synchronized void close() {
    closed = true;
  }
}
