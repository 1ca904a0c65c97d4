package dev.understudy.postgres;

import java.util.OptionalDouble;

/**
 * How much WAL every node of a cluster with an archive keeps beyond its own needs. A standby takes
 * what it received for archived, and when it is promoted, its first checkpoint removes all of it
 * but this: with it goes what the old primary never shipped.
 */
final class WalKept {
  private static final double WANTED = 512 << 20;
  private static final double SEGMENT = 16 << 20;

  private WalKept() {}

  /**
   * The value of {@link Dialect#walKeepSetting()}: half a gigabyte, but not more than the primary's
   * max_wal_size, which its disk has to have room for anyway; and never less than the primary has.
   */
  static String value(Dialect dialect, PgSettings primary) {
    double wanted = Math.min(WANTED, bytes(primary, "max_wal_size").orElse(WANTED));
    if (dialect.has(Capability.WAL_KEEP_SIZE)) {
      double kept = bytes(primary, dialect.walKeepSetting()).orElse(0);
      return Math.round(Math.max(wanted, kept) / (1 << 20)) + "MB";
    }
    double segment = bytes(primary, "wal_segment_size").orElse(SEGMENT);
    int kept =
        primary
            .find(dialect.walKeepSetting())
            .map(setting -> Integer.parseInt(setting.resetValue()))
            .orElse(0);
    return Long.toString(Math.max((long) Math.ceil(wanted / segment), kept));
  }

  private static OptionalDouble bytes(PgSettings primary, String name) {
    return primary
        .find(name)
        .map(
            setting ->
                OptionalDouble.of(
                    number(setting.resetValue(), setting.unit()) / number("1B", setting.unit())))
        .orElseGet(OptionalDouble::empty);
  }

  private static double number(String text, String unit) {
    return SettingValue.inBase(text, unit, false).orElseThrow();
  }
}
