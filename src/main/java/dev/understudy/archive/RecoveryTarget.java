package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.WalFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Where a recovery is to stop. */
public sealed interface RecoveryTarget {
  /** Behind the last WAL that the archive has. */
  record End() implements RecoveryTarget {
    @Override
    public String value() {
      return "";
    }

    @Override
    public String words() {
      return "the end of the archive";
    }
  }

  /** Behind the last transaction that was committed until then. */
  record Time(Instant at) implements RecoveryTarget {
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

    @Override
    public String value() {
      return FORMAT.format(at);
    }

    @Override
    public String words() {
      return at.toString();
    }
  }

  /** Behind the record that begins at the position. */
  record Position(Lsn lsn) implements RecoveryTarget {
    @Override
    public String value() {
      return lsn.toString();
    }

    @Override
    public String words() {
      return "the position " + lsn;
    }
  }

  /** A point made by {@code pg_create_restore_point}. */
  record Named(String name) implements RecoveryTarget {
    @Override
    public String value() {
      return name;
    }

    @Override
    public String words() {
      return "the restore point " + name;
    }
  }

  /** PostgreSQL's limit for the name of a restore point, in bytes (MAXFNAMELEN - 1). */
  int LONGEST_NAME = 63;

  Pattern ZONE = Pattern.compile("[+-][0-9]{2}$");

  /** The value as PostgreSQL's setting has it; empty where there is none. */
  String value();

  /** In words for a person. */
  String words();

  /** One of end, time, lsn and name: what PostgreSQL's setting is called after. */
  default String kind() {
    return switch (getClass().getSimpleName()) {
      case "Time" -> "time";
      case "Position" -> "lsn";
      case "Named" -> "name";
      default -> "end";
    };
  }

  /** The settings that make a recovery stop there and wait; none where it ends by itself. */
  default Map<String, String> settings() {
    return this instanceof End
        ? Map.of()
        : Map.of("recovery_target_" + kind(), value(), "recovery_target_action", "pause");
  }

  /**
   * Reads what a person or a run says.
   *
   * @param kind as {@link #kind}
   * @throws UnderstudyException USAGE for anything that cannot be recovered to
   */
  static RecoveryTarget parse(String kind, String value) {
    return switch (kind) {
      case "end" -> new End();
      case "time" -> new Time(time(value));
      case "lsn" -> new Position(lsn(value));
      case "name" -> new Named(name(value));
      default -> throw refused(kind, "is no kind of target", "one of time, lsn and name");
    };
  }

  private static Instant time(String value) {
    String text = value.strip().replace(' ', 'T').toUpperCase(Locale.ROOT);
    String whole = ZONE.matcher(text).find() && text.contains(":") ? text + ":00" : text;
    try {
      return OffsetDateTime.parse(whole).toInstant();
    } catch (DateTimeException e) {
      throw refused(
          value,
          "is not a time with its offset from UTC",
          "write it as 2026-11-24T21:40:00Z or 2026-11-24 22:40:00+01");
    }
  }

  private static Lsn lsn(String value) {
    try {
      return Lsn.parse(value);
    } catch (WalFormatException e) {
      throw refused(value, "is not a position in the WAL", "write it as 16/B374D848");
    }
  }

  private static String name(String value) {
    boolean fits = value.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= LONGEST_NAME;
    if (value.isBlank() || !fits || value.chars().anyMatch(Character::isISOControl)) {
      throw refused(value, "cannot be the name of a restore point", "see pg_create_restore_point");
    }
    return value;
  }

  private static UnderstudyException refused(String subject, String message, String remedy) {
    return new UnderstudyException(ErrorClass.USAGE, subject, message, remedy, null);
  }
}
