package dev.understudy.store;

import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.spi.JdbiPlugin;

/**
 * How times stand in the store: UTC text with milliseconds, such as {@code
 * 2026-01-31T12:00:00.000Z}, which sorts as time does. Finer parts are cut off.
 */
public final class InstantText implements JdbiPlugin {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  /**
   * Reads what {@link #format} wrote.
   *
   * @throws java.time.format.DateTimeParseException for anything that is not such a time
   */
  public static Instant parse(String text) {
    return Instant.parse(text);
  }

  /** Lets statements bind and rows be mapped to {@link Instant} in this form. */
  @Override
  public void customizeJdbi(Jdbi jdbi) {
    jdbi.registerArgument((ArgumentFactory.Preparable) InstantText::argument);
    jdbi.registerColumnMapper(
        Instant.class,
        (row, column, context) -> {
          String text = row.getString(column);
          return text == null ? null : parse(text);
        });
  }

  private static Optional<Function<Object, Argument>> argument(Type type, ConfigRegistry config) {
    return Instant.class.equals(type) ? Optional.of(InstantText::argument) : Optional.empty();
  }

  private static Argument argument(Object value) {
    return (position, statement, context) ->
        statement.setString(position, value == null ? null : format((Instant) value));
  }
}
