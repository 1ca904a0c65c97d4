package dev.understudy.watch;

import java.time.Duration;

/**
 * Whether this process was awake all the time. Somebody looks often; when two looks lie too far
 * apart, or the clocks disagree about how far, the process was frozen, its machine slept or was
 * moved, or somebody set the clock, and a new era begins: what was believed before says nothing.
 */
final class Continuity {
  /** How far the two clocks may drift apart between two looks. */
  static final Duration JUMP = Duration.ofSeconds(1);

  static final long FIRST_ERA = 1;

  private final Moments moments;
  private final Duration gap;
  private long era = FIRST_ERA;
  private Moment last;

  /**
   * @param gap between two looks from which on the process counts as frozen
   */
  Continuity(Moments moments, Duration gap) {
    this.moments = moments;
    this.gap = gap;
    this.last = moments.now();
  }

  /** A look: the era, and when it was. */
  record Look(long era, Moment at) {}

  synchronized Look look() {
    Moment now = moments.now();
    if (broken(last, now, gap)) {
      era++;
    }
    last = now;
    return new Look(era, now);
  }

  static boolean broken(Moment last, Moment now, Duration gap) {
    Duration awake = Duration.ofNanos(now.nanos() - last.nanos());
    Duration shown = Duration.between(last.instant(), now.instant());
    return awake.compareTo(gap) > 0 || shown.minus(awake).abs().compareTo(JUMP) > 0;
  }
}
