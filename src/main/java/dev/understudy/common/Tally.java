package dev.understudy.common;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What was done how often, and how long it took, for as long as the process lives. */
public final class Tally {
  private static final String DONE = "done";

  private final Map<Deed, Total> totals = new ConcurrentHashMap<>();

  /**
   * One kind of deed.
   *
   * @param what such as {@code ssh command}
   * @param kind of it, such as a step's type; empty: there is one
   * @param outcome {@code done}, or the class of its error
   */
  public record Deed(String what, String kind, String outcome) implements Comparable<Deed> {
    @Override
    public int compareTo(Deed other) {
      int byWhat = what.compareTo(other.what);
      int byKind = byWhat != 0 ? byWhat : kind.compareTo(other.kind);
      return byKind != 0 ? byKind : outcome.compareTo(other.outcome);
    }
  }

  /** How often, and how long all together. */
  public record Total(long count, Duration time) {
    private Total plus(Total other) {
      return new Total(count + other.count, time.plus(other.time));
    }
  }

  /** Does something and counts it, with the time that it took and its outcome. */
  public <T> T of(String what, String kind, Supplier<T> deed) {
    return of(what, kind, Tally::outcome, deed);
  }

  /** The class of an error; one that nobody raised on purpose leaves it open what was done. */
  public static String outcome(RuntimeException error) {
    return error instanceof UnderstudyException known
        ? known.errorClass().label()
        : ErrorClass.UNKNOWN.label();
  }

  /**
   * The same.
   *
   * @param outcomes what the outcome of an error is called
   */
  public <T> T of(
      String what, String kind, Function<RuntimeException, String> outcomes, Supplier<T> deed) {
    long begun = System.nanoTime();
    String outcome = ErrorClass.UNKNOWN.label();
    try {
      T result = deed.get();
      outcome = DONE;
      return result;
    } catch (RuntimeException e) {
      outcome = outcomes.apply(e);
      throw e;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      totals.merge(new Deed(what, kind, outcome), new Total(1, took), Total::plus);
    }
  }

  /** So far, in order. */
  public Map<Deed, Total> totals() {
    return new TreeMap<>(totals);
  }
}
