package dev.understudy.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class TimelineHistoryTest {
  private static final SegmentSize SIZE = SegmentSize.DEFAULT;
  private static final TimelineHistory THIRD =
      TimelineHistory.parse(
          new Timeline(3),
          """
          1\t0/3000098\tno recovery target specified

          # a comment
          2\t0/6000000\tbefore transaction 7
          """);

  @Example
  void readsWhatPostgresqlWrites() {
    assertThat(THIRD.ancestors())
        .containsExactly(
            new TimelineHistory.Ancestor(new Timeline(1), Lsn.parse("0/3000098")),
            new TimelineHistory.Ancestor(new Timeline(2), Lsn.parse("0/6000000")));
  }

  @Example
  void knowsWhoWroteAByte() {
    assertThat(THIRD.at(Lsn.parse("0/3000097"))).isEqualTo(new Timeline(1));
    assertThat(THIRD.at(Lsn.parse("0/3000098"))).isEqualTo(new Timeline(2));
    assertThat(THIRD.at(Lsn.parse("0/6000000"))).isEqualTo(new Timeline(3));
    assertThat(THIRD.endOf(new Timeline(2))).contains(Lsn.parse("0/6000000"));
    assertThat(THIRD.endOf(new Timeline(3))).isEmpty();
  }

  @Example
  void theSegmentOfAPromotionBearsTheNewName() {
    assertThat(THIRD.segment(2, SIZE)).hasToString("000000010000000000000002");
    assertThat(THIRD.segment(3, SIZE)).hasToString("000000020000000000000003");
    assertThat(THIRD.segment(5, SIZE)).hasToString("000000020000000000000005");
    // Left at a boundary: nothing of it was written before.
    assertThat(THIRD.segment(6, SIZE)).hasToString("000000030000000000000006");
  }

  @Example
  void twoPromotionsWithinOneSegmentLeaveTheNewestName() {
    TimelineHistory history =
        TimelineHistory.parse(new Timeline(3), "1\t0/3000100\tx\n2\t0/3000200\tx\n");
    assertThat(history.segment(3, SIZE)).hasToString("000000030000000000000003");
    assertThat(history.segment(2, SIZE)).hasToString("000000010000000000000002");
  }

  @Example
  void whatWasWrittenAfterTheForkBelongsToAnotherHistory() {
    assertThat(THIRD.contains(new Timeline(1), Lsn.parse("0/3000098"))).isTrue();
    assertThat(THIRD.contains(new Timeline(1), Lsn.parse("0/3000099"))).isFalse();
    assertThat(THIRD.contains(new Timeline(3), Lsn.parse("9/0"))).isTrue();
    assertThat(THIRD.contains(new Timeline(4), Lsn.parse("0/1"))).isFalse();
  }

  @Example
  void whatIsNoHistoryIsRefused() {
    for (String text : List.of("nonsense", "1", "2\t0/3000000\n1\t0/4000000", "3\t0/3000000")) {
      assertThatThrownBy(() -> TimelineHistory.parse(new Timeline(3), text))
          .as(text)
          .isInstanceOf(WalFormatException.class);
    }
  }

  @Property
  void theNameOfASegmentIsThatOfTheTimelineOfItsLastByte(
      @ForAll("histories") TimelineHistory history, @ForAll @LongRange(max = 200) long number) {
    Lsn lastByte = new Lsn((number + 1) * SIZE.bytes() - 1);
    assertThat(history.segment(number, SIZE).timeline()).isEqualTo(history.at(lastByte));
  }

  @Provide
  Arbitrary<TimelineHistory> histories() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 100L * (16 << 20)).list().ofMaxSize(6),
            Arbitraries.longs().between(1, 3))
        .as(
            (ends, step) -> {
              List<TimelineHistory.Ancestor> ancestors = new ArrayList<>();
              long timeline = 1;
              for (long end : ends.stream().sorted().toList()) {
                ancestors.add(new TimelineHistory.Ancestor(new Timeline(timeline), new Lsn(end)));
                timeline += step;
              }
              return new TimelineHistory(new Timeline(timeline), ancestors);
            });
  }
}
