package dev.understudy.config;

import dev.understudy.common.UnderstudyException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Values that must not be shown, and the means to mask them in a text. */
public final class Secrets {
  private static final String MASK = "******";
  private static final int SHORT = 4;

  private final List<Pattern> values;

  private Secrets(List<Pattern> values) {
    this.values = values;
  }

  public static Secrets none() {
    return new Secrets(List.of());
  }

  /** The given values are secret; empty ones are left out. */
  public static Secrets of(Collection<String> values) {
    return new Secrets(
        values.stream()
            .filter(value -> !value.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Secrets::pattern)
            .toList());
  }

  /** These and those. */
  Secrets and(Secrets others) {
    return new Secrets(Stream.concat(values.stream(), others.values.stream()).toList());
  }

  /** The text with every secret value in it masked. */
  public String mask(String text) {
    String masked = text;
    for (Pattern value : values) {
      masked = value.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
    }
    return masked;
  }

  /** The error with every secret value in it masked; one without any stays the one that it is. */
  public UnderstudyException mask(UnderstudyException error) {
    String text =
        error.subject()
            + "\n"
            + error.getMessage()
            + "\n"
            + error.remedy()
            + "\n"
            + error.getCause();
    if (mask(text).equals(text)) {
      return error;
    }
    return new UnderstudyException(
        error.errorClass(),
        mask(error.subject()),
        mask(String.valueOf(error.getMessage())),
        mask(error.remedy()),
        null);
  }

  /** Says how many there are, and nothing else. */
  @Override
  public String toString() {
    return values.size() + " secrets";
  }

  /** A short value is masked as a whole word only, else a port of 1 would blacken every text. */
  private static Pattern pattern(String value) {
    String quoted = Pattern.quote(value);
    return Pattern.compile(
        value.length() < SHORT ? "(?<![A-Za-z0-9])" + quoted + "(?![A-Za-z0-9])" : quoted);
  }
}
