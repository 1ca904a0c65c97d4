package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What an archive lacks on the line of a primary, and whether that primary still has it. A standby
 * takes what it receives for archived, since its primary is to see to that; after a power loss of
 * that primary, and a promotion, nobody ships it any more.
 *
 * @param shippable names of files that the primary has, and nobody will ship by himself
 * @param waiting names of files that its archiver has yet to ship
 * @param lost segments that are neither in the archive nor on the primary
 */
public record UnshippedWal(List<String> shippable, List<String> waiting, List<Gap> lost) {
  /**
   * The write-ahead log of a primary.
   *
   * @param line where its timeline comes from
   * @param position where it writes
   * @param held names of its whole files
   * @param ready names that its archiver has yet to ship
   * @param done names that it takes for shipped
   */
  public record Held(
      TimelineHistory line,
      Lsn position,
      SegmentSize size,
      Set<String> held,
      Set<String> ready,
      Set<String> done) {
    /**
     * Names of the held files on its line, in their order: true those that it received before its
     * own timeline began, false those that it wrote.
     */
    public Map<Boolean, List<String>> received() {
      String own = line.timeline().historyFile().substring(0, 8);
      return held.stream()
          .filter(name -> name.matches("[0-9A-F]{24}|[0-9A-F]{8}\\.history"))
          .sorted()
          .collect(Collectors.partitioningBy(name -> !name.startsWith(own)));
    }
  }

  /**
   * Pure.
   *
   * @param there names of the files in the archive
   */
  public static UnshippedWal of(Held primary, Set<String> there) {
    List<String> shippable = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (String name : needed(primary, there)) {
      if (primary.ready().contains(name)) {
        waiting.add(name);
      } else if (!there.contains(name) && primary.held().contains(name)) {
        shippable.add(name);
      }
    }
    // What was written last on an older timeline has a name of its own, which no listing shows.
    primary.held().stream()
        .filter(name -> name.endsWith(".partial"))
        .filter(name -> !primary.done().contains(name))
        .sorted()
        .forEach(name -> (primary.ready().contains(name) ? waiting : shippable).add(name));
    return new UnshippedWal(List.copyOf(shippable), List.copyOf(waiting), lost(primary, there));
  }

  private static List<String> needed(Held primary, Set<String> there) {
    Stream<String> histories =
        Stream.concat(
                primary.line().ancestors().stream().map(TimelineHistory.Ancestor::timeline),
                Stream.of(primary.line().timeline()))
            .filter(timeline -> timeline.id() > 1)
            .map(Timeline::historyFile);
    return Stream.concat(
            histories, segments(primary, there).mapToObj(n -> name(primary, n).toString()))
        .toList();
  }

  /** From the oldest segment that anybody has to the last finished one. */
  private static LongStream segments(Held primary, Set<String> there) {
    long writing =
        SegmentName.of(primary.line().timeline(), primary.position(), primary.size()).number();
    OptionalLong first =
        Stream.concat(there.stream(), primary.held().stream())
            .filter(name -> name.matches("[0-9A-F]{24}"))
            .map(name -> SegmentName.parse(name, primary.size()))
            .filter(segment -> name(primary, segment.number()).equals(segment))
            .mapToLong(SegmentName::number)
            .min();
    return first.isEmpty() ? LongStream.empty() : LongStream.range(first.getAsLong(), writing);
  }

  private static SegmentName name(Held primary, long number) {
    return primary.line().segment(number, primary.size());
  }

  private static List<Gap> lost(Held primary, Set<String> there) {
    List<Gap> gaps = new ArrayList<>();
    long[] missing =
        segments(primary, there)
            .filter(n -> !there.contains(name(primary, n).toString()))
            .filter(n -> !primary.held().contains(name(primary, n).toString()))
            .toArray();
    int from = 0;
    for (int i = 1; i <= missing.length; i++) {
      if (i == missing.length || missing[i] != missing[i - 1] + 1) {
        gaps.add(
            new Gap(name(primary, missing[from]), name(primary, missing[i - 1]), (long) i - from));
        from = i;
      }
    }
    return gaps;
  }
}
