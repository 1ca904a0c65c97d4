package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnshippedWalTest {
  /** Timeline 2 begins within segment 6; segment 8 is being written. */
  private static final TimelineHistory LINE =
      TimelineHistory.parse(new Timeline(2), "1\t0/6000500\tno recovery target specified\n");

  private static final Lsn POSITION = Lsn.parse("0/8000100");
  private static final String HISTORY = "00000002.history";

  private static String name(int timeline, int number) {
    return "%08X00000000%08X".formatted(timeline, number);
  }

  private static Set<String> names(int timeline, int from, int to) {
    Set<String> names = new TreeSet<>();
    IntStream.rangeClosed(from, to).forEach(n -> names.add(name(timeline, n)));
    return names;
  }

  @SafeVarargs
  private static Set<String> all(Set<String>... sets) {
    Set<String> all = new TreeSet<>();
    for (Set<String> set : sets) {
      all.addAll(set);
    }
    return all;
  }

  private static UnshippedWal judge(Set<String> held, Set<String> ready, Set<String> archived) {
    return UnshippedWal.of(
        new UnshippedWal.Held(LINE, POSITION, SegmentSize.DEFAULT, held, ready, Set.of()),
        archived);
  }

  private static Set<String> everything() {
    return all(names(1, 3, 6), names(2, 6, 9), Set.of(HISTORY));
  }

  @Test
  void whatTheOldPrimaryNeverShippedIsShippedFromTheNewOne() {
    UnshippedWal found =
        judge(everything(), Set.of(), all(names(1, 1, 3), names(2, 6, 7), Set.of(HISTORY)));

    assertThat(found.shippable()).containsExactly(name(1, 4), name(1, 5));
    assertThat(found.waiting()).isEmpty();
    assertThat(found.lost()).isEmpty();
  }

  @Test
  void theSegmentOfTheSwitchIsWantedUnderItsNewName() {
    UnshippedWal found = judge(everything(), Set.of(), names(1, 1, 5));

    assertThat(found.shippable()).containsExactly(HISTORY, name(2, 6), name(2, 7));
  }

  @Test
  void whatTheArchiverWillShipIsWaitedFor() {
    UnshippedWal found =
        judge(everything(), Set.of(name(2, 6), name(2, 7), HISTORY), names(1, 1, 4));

    assertThat(found.shippable()).containsExactly(name(1, 5));
    assertThat(found.waiting()).containsExactly(HISTORY, name(2, 6), name(2, 7));
  }

  @Test
  void theLastPartOfTheOldTimelineIsShippedToo() {
    String partial = name(1, 6) + ".partial";
    Set<String> archived = all(names(1, 1, 5), names(2, 6, 7), Set.of(HISTORY));

    assertThat(judge(all(everything(), Set.of(partial)), Set.of(), archived).shippable())
        .containsExactly(partial);
    assertThat(judge(all(everything(), Set.of(partial)), Set.of(partial), archived).waiting())
        .containsExactly(partial);
  }

  @Test
  void whatNobodyHasIsNamed() {
    UnshippedWal found =
        judge(all(names(1, 5, 5), names(2, 6, 9)), Set.of(), all(names(1, 1, 2), Set.of(HISTORY)));

    assertThat(found.lost()).hasToString("[%s to %s (2)]".formatted(name(1, 3), name(1, 4)));
    assertThat(found.shippable()).containsExactly(name(1, 5), name(2, 6), name(2, 7));
  }

  @Test
  void anArchiveThatHasAllIsLeftAlone() {
    UnshippedWal found =
        judge(everything(), Set.of(), all(names(1, 1, 5), names(2, 6, 7), Set.of(HISTORY)));

    assertThat(found.shippable()).isEmpty();
    assertThat(found.waiting()).isEmpty();
    assertThat(found.lost()).isEmpty();
  }

  @Test
  void whatItReceivedIsToldFromWhatItWrote() {
    Set<String> held = all(everything(), Set.of("00000001.history", name(1, 6) + ".partial"));
    UnshippedWal.Held wal =
        new UnshippedWal.Held(LINE, POSITION, SegmentSize.DEFAULT, held, Set.of(), Set.of());

    assertThat(wal.received().get(true))
        .containsExactlyElementsOf(all(names(1, 3, 6), Set.of("00000001.history")));
    assertThat(wal.received().get(false))
        .containsExactlyElementsOf(all(names(2, 6, 9), Set.of(HISTORY)));
  }
}
