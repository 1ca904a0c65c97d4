package dev.understudy.timetable;

import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reading side of the timetable; works in any process that can read the store. */
public final class Schedules {
  private final Store store;
  private final Clock clock;

  public Schedules(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param next when it fires next while a service runs; empty when it never does again
   * @param last empty before the first time
   */
  public record Line(Entry entry, Optional<Instant> next, Optional<Fire> last) {}

  /** Each entry of the configuration, in its order. */
  public List<Line> list(List<Entry> entries) {
    Map<String, FireTable.Row> rows =
        store.reader().withHandle(FireTable::schedules).stream()
            .collect(Collectors.toMap(FireTable.Row::id, Function.identity()));
    Map<String, Fire> fires =
        store.reader().withHandle(FireTable::newest).stream()
            .collect(Collectors.toMap(Fire::schedule, Function.identity()));
    return entries.stream()
        .map(
            entry ->
                new Line(
                    entry,
                    next(entry, rows.get(entry.id())),
                    Optional.ofNullable(fires.get(entry.id()))))
        .toList();
  }

  private Optional<Instant> next(Entry entry, FireTable.@Nullable Row row) {
    boolean counted = row != null && row.definition().equals(entry.definition());
    return counted
        ? Optional.ofNullable(row.next())
        : entry.rhythm().next(clock.instant(), clock.instant());
  }
}
