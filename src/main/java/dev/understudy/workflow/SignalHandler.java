package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers signals: each in one transaction, which also records the answer. */
final class SignalHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SignalHandler.class);

  private final Parts parts;
  private final Starts starts;

  SignalHandler(Parts parts) {
    this.parts = parts;
    this.starts = new Starts(parts);
  }

  /** Answers everything that is unanswered. Returns whether there was anything. */
  synchronized boolean handleAll() {
    List<SignalTable.Row> rows = parts.setup().reader().withHandle(SignalTable::unhandled);
    rows.forEach(this::handle);
    return !rows.isEmpty();
  }

  private void handle(SignalTable.Row row) {
    SignalResult result;
    try {
      Function<Tx, SignalResult> work = work(row.signal());
      result = answer(row.id(), work);
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      // The transaction was rolled back, so nothing of the signal has happened.
      Failure failure = failure(e);
      result = answer(row.id(), tx -> SignalResult.refused(row.run(), failure));
    }
    LOG.info(
        "signal {} {} by {}: {}",
        row.id(),
        row.kind().label(),
        row.requestedBy(),
        result.message());
  }

  private static Failure failure(RuntimeException e) {
    return e instanceof UnderstudyException known
        ? new Failure(known.errorClass(), Objects.toString(known.getMessage(), ""), known.remedy())
        : new Failure(ErrorClass.UNKNOWN, "the signal cannot be handled: " + e, "");
  }

  private SignalResult answer(long id, Function<Tx, SignalResult> work) {
    return parts
        .journal()
        .write(
            tx -> {
              SignalResult result = work.apply(tx);
              SignalTable.handled(tx.handle(), id, result, tx.now());
              return result;
            });
  }

  private Function<Tx, SignalResult> work(Signal signal) {
    String by = signal.requestedBy();
    return switch (signal.kind()) {
      case START -> starts.prepare(signal);
      case PAUSE -> tx -> new Orders(tx, run(tx, signal), by).pause();
      case RESUME -> tx -> new Orders(tx, run(tx, signal), by).resume();
      case CANCEL -> tx -> new Orders(tx, run(tx, signal), by).cancel();
      case RETRY ->
          tx ->
              new Orders(tx, run(tx, signal), by)
                  .retry(required(signal.payload().step(), "step"), signal.payload().node());
      case SKIP ->
          tx ->
              new Orders(tx, run(tx, signal), by)
                  .skip(
                      required(signal.payload().step(), "step"),
                      signal.payload().node(),
                      required(signal.payload().reason(), "reason"));
    };
  }

  private static RunView run(Tx tx, Signal signal) {
    String id = required(signal.run(), "run");
    return RunTable.find(tx.handle(), id)
        .orElseThrow(
            () ->
                new PreconditionException(
                    "run " + id, "there is no run " + id, "list the runs to find its id"));
  }

  static String required(@Nullable String value, String what) {
    if (value == null || value.isBlank()) {
      throw new UnderstudyException(
          ErrorClass.USAGE, "signal", "the signal needs a " + what, null, null);
    }
    return value;
  }
}
