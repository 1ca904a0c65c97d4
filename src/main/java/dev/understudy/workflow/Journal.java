package dev.understudy.workflow;

import dev.understudy.store.SharedCommits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All writing of the engine: under the lease where one is needed, and its events handed on after
 * the commit in the order of the writes. Runs side by side share their commits.
 */
final class Journal {
  private final SharedCommits commits;
  private final Clock clock;
  private final Duration leaseLength;
  private final Consumer<List<EventView>> published;

  Journal(
      SharedCommits commits,
      Clock clock,
      Duration leaseLength,
      Consumer<List<EventView>> published) {
    this.commits = commits;
    this.clock = clock;
    this.leaseLength = leaseLength;
    this.published = published;
  }

  /**
   * Writes what needs no lease. Must do nothing but write: there is one connection only, and this
   * is not the caller's thread.
   */
  <T extends @Nullable Object> T write(Function<Tx, T> work) {
    AtomicReference<List<EventView>> events = new AtomicReference<>(List.of());
    try {
      return commits.write(
          handle -> {
            Tx tx = new Tx(handle, Times.now(clock));
            events.set(tx.events());
            return work.apply(tx);
          },
          () -> published.accept(events.get()));
    } catch (RejectedExecutionException e) {
      throw new LeaseLostException("-", "this engine was closed");
    }
  }

  /**
   * Writes on behalf of a run, and renews its lease by the way.
   *
   * @throws LeaseLostException when the lease is no longer in hand; nothing was written
   */
  <T extends @Nullable Object> T write(Grip grip, Function<Tx, T> work) {
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
  void close() {
    commits.close();
  }
}
