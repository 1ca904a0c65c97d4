package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What came back of one command, and what it means. */
final class Transcript {
  private final Invocation invocation;
  private final String node;
  private final CountDownLatch open = new CountDownLatch(2);
  private final MarkedStream out;
  private final MarkedStream err;

  Transcript(Invocation invocation, String node) {
    this.invocation = invocation;
    this.node = node;
    int max = invocation.command().maxOutput();
    this.out = new MarkedStream(invocation.nonce(), max, open::countDown);
    this.err = new MarkedStream(invocation.nonce(), max, open::countDown);
  }

  MarkedStream out() {
    return out;
  }

  MarkedStream err() {
    return err;
  }

  /** Waits until both streams are complete. */
  boolean complete(Duration limit) throws InterruptedException {
    return open.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the outcome is known already, so that a missing rest of standard error matters not. */
  boolean decided() {
    return out.exit().isPresent() || out.refusal().isPresent();
  }

  /** Whether the command has ended and said so on both streams, so that its shell is free again. */
  boolean answered() {
    return open.getCount() == 0 && decided();
  }

  /**
   * The result, or the exception that says why there is none.
   *
   * @param inOrder whether the remote shell ended and said so
   * @param timedOut whether waiting was given up
   */
  CommandResult result(boolean inOrder, boolean timedOut) {
    Optional<String> refusal = out.refusal();
    if (refusal.isPresent()) {
      throw Refusal.exception(node, invocation.command(), refusal.get());
    }
    Optional<Integer> exit = out.exit();
    if (exit.isPresent()) {
      boolean truncated = out.truncated() || err.truncated();
      return new CommandResult(node, exit.get(), out.body(), err.body(), truncated);
    }
    if (timedOut) {
      throw failure(ErrorClass.TIMEOUT, "no end of the command within " + words());
    }
    if (inOrder && !out.begun()) {
      throw Preamble.exception(node, err.preamble(), out.preamble());
    }
    throw failure(
        ErrorClass.UNKNOWN,
        inOrder
            ? "the command's shell was killed before it could say how the command ended"
            : "the connection was lost while the command ran");
  }

  private String words() {
    return invocation.command().timeout().toMillis() / 1000.0 + " s";
  }

  private HostException failure(ErrorClass errorClass, String message) {
    return new HostException(errorClass, node, message, null, null);
  }
}
