package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wal.SegmentName;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import dev.understudy.wal.TimelineHistory.Ancestor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever is taken out of a whole archive is found missing, and nothing else is. */
class ContinuityPropertyTest {
  private static final int LAST = 40;

  @Property(tries = 300)
  void exactlyWhatWasTakenOutIsMissing(
      @ForAll @Size(max = 4) List<@LongRange(min = 2, max = LAST) Long> switches,
      @ForAll @Size(max = 8) Set<@IntRange(min = 1, max = LAST - 1) Integer> removed,
      @ForAll @Size(max = 5) List<@IntRange(min = 1, max = LAST) Integer> strays) {
    TimelineHistory line = line(switches);
    Archives archives =
        new Archives().backup("F", line.segment(1, Archives.SIZE).timeline().id(), 1, 1);
    files(archives, line);
    Set<String> wanted = new TreeSet<>();
    for (int number = 1; number <= LAST; number++) {
      SegmentName segment = line.segment(number, Archives.SIZE);
      if (removed.contains(number)) {
        wanted.add(segment.toString());
      } else {
        archives.object(segment.timeline().id(), number, 1_000, true);
      }
    }
    strays(archives, line, strays);

    Continuity continuity = Continuity.of(archives.inventory());

    assertThat(names(continuity.gaps(), line)).isEqualTo(wanted);
    assertThat(continuity.unbroken()).isEqualTo(wanted.isEmpty());
    assertThat(continuity.end()).contains(Archives.start(LAST + 1));
    assertThat(continuity.windows())
        .allSatisfy(window -> assertThat(window.to()).isGreaterThan(window.from()));
    assertThat(continuity.windows().isEmpty()).isEqualTo(removed.contains(1));
  }

  private static TimelineHistory line(List<Long> switches) {
    List<Ancestor> ancestors = new ArrayList<>();
    for (long at : new TreeSet<>(switches)) {
      ancestors.add(
          new Ancestor(new Timeline(ancestors.size() + 1), Archives.start(at).plus(0x100)));
    }
    return new TimelineHistory(new Timeline(ancestors.size() + 1), ancestors);
  }

  private static void files(Archives archives, TimelineHistory line) {
    StringBuilder text = new StringBuilder();
    for (Ancestor ancestor : line.ancestors()) {
      text.append(ancestor.timeline()).append('\t').append(ancestor.end()).append("\tx\n");
      archives.history(ancestor.timeline().id() + 1, text.toString());
    }
  }

  /** Segments beside the line, as an old primary leaves them. */
  private static void strays(Archives archives, TimelineHistory line, List<Integer> numbers) {
    Set<Integer> once = new HashSet<>(numbers);
    for (int number : once) {
      long timeline = line.segment(number, Archives.SIZE).timeline().id();
      if (timeline > 1) {
        archives.object(timeline - 1, number, 1_000, true);
      }
    }
  }

  private static Set<String> names(List<Gap> gaps, TimelineHistory line) {
    Set<String> names = new TreeSet<>();
    for (Gap gap : gaps) {
      for (long number = gap.first().number(); number <= gap.last().number(); number++) {
        names.add(line.segment(number, Archives.SIZE).toString());
      }
    }
    return names;
  }
}
