package dev.understudy.config;

/**
 * How many looks in a row it takes, so that what comes and goes does not open and close again and
 * again.
 *
 * @param toOpen until a finding opens, or gets graver
 * @param toClose until it closes, or gets milder
 */
public record Looks(int toOpen, int toClose) {
  /** What one look says is taken at its word. */
  public static final Looks ONE = new Looks(1, 1);

  /** Opened at once, closed after two looks. */
  public static final Looks HARD = new Looks(1, 2);

  /** Two looks in each direction. */
  public static final Looks TWO = new Looks(2, 2);
}
