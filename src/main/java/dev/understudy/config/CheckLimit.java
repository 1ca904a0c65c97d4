package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A limit that a check may have.
 *
 * @param unit what it is counted in; empty: it may not be configured
 * @param standard what holds when it is not; empty: no limit
 */
record CheckLimit(Optional<Unit> unit, OptionalLong standard) {
  static final CheckLimit NONE = new CheckLimit(Optional.empty(), OptionalLong.empty());
  static final CheckLimit TIME = new CheckLimit(Optional.of(Unit.TIME), OptionalLong.empty());

  static CheckLimit of(Duration standard) {
    return new CheckLimit(Optional.of(Unit.TIME), OptionalLong.of(standard.toMillis()));
  }

  static CheckLimit mib(long standard) {
    return new CheckLimit(Optional.of(Unit.BYTES), OptionalLong.of(standard << 20));
  }

  static CheckLimit percent(long standard) {
    return new CheckLimit(Optional.of(Unit.PERCENT), OptionalLong.of(standard));
  }

  static CheckLimit count(long standard) {
    return new CheckLimit(Optional.of(Unit.COUNT), OptionalLong.of(standard));
  }

  /** What a limit is counted in. */
  enum Unit {
    TIME(
        "a time such as 90s, 10min, 26h or 8d",
        text -> millis(Units.duration(text).filter(time -> !time.isZero()))),
    BYTES("a size such as 16MiB or 1GiB", Units::size),
    PERCENT("a share such as 80%", CheckLimit::share),
    COUNT("a whole number", CheckLimit::number);

    private final String expected;
    private final Function<String, OptionalLong> parser;

    Unit(String expected, Function<String, OptionalLong> parser) {
      this.expected = expected;
      this.parser = parser;
    }
  }

  /** What the section says; empty when it says nothing. */
  OptionalLong read(Section section, String key) {
    return unit.flatMap(
            counted -> section.optional(key, counted.expected, text -> parse(counted, text)))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static Optional<Long> parse(Unit unit, String text) {
    OptionalLong amount = unit.parser.apply(text);
    return amount.isPresent() ? Optional.of(amount.getAsLong()) : Optional.empty();
  }

  private static OptionalLong millis(Optional<Duration> time) {
    return time.isPresent() ? OptionalLong.of(time.get().toMillis()) : OptionalLong.empty();
  }

  private static OptionalLong share(String text) {
    return text.matches("[0-9]{1,2} ?%|100 ?%")
        ? OptionalLong.of(Long.parseLong(text.replaceAll("[ %]", "")))
        : OptionalLong.empty();
  }

  private static OptionalLong number(String text) {
    return text.matches("[0-9]{1,12}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
