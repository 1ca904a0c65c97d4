package dev.understudy.common;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number that a judgement stands on, for charts.
 *
 * @param name in small letters, digits and {@code _}, the same at every time
 * @param warning the value from which on it is a warning; null: none
 * @param critical the value from which on it is critical; null: none
 * @param lessIsWorse whether the limits are lower ones
 */
public record Measure(
    String name,
    long value,
    Unit unit,
    @Nullable Long warning,
    @Nullable Long critical,
    boolean lessIsWorse) {
  /** What is counted. */
  public enum Unit {
    COUNT(""),
    BYTES("B"),
    SECONDS("s"),
    /** Grows for ever. */
    TOTAL("c");

    private final String plugIn;

    Unit(String plugIn) {
      this.plugIn = plugIn;
    }
  }

  public static Measure of(String name, long value, Unit unit) {
    return new Measure(name, value, unit, null, null, false);
  }

  /** With limits that must not be passed upwards. */
  public Measure upTo(@Nullable Long warns, @Nullable Long alarms) {
    return new Measure(name, value, unit, warns, alarms, false);
  }

  /** With limits that must not be passed downwards. */
  public Measure downTo(@Nullable Long warns, @Nullable Long alarms) {
    return new Measure(name, value, unit, warns, alarms, true);
  }

  /** As monitoring plug-ins print performance data: {@code 'ready'=3;;;0}. */
  public String performance(String prefix) {
    return String.format(
        Locale.ROOT,
        "'%s%s'=%d%s;%s;%s;0",
        prefix,
        name,
        value,
        unit.plugIn,
        limit(warning),
        limit(critical));
  }

  private String limit(@Nullable Long at) {
    return at == null ? "" : at + (lessIsWorse ? ":" : "");
  }
}
