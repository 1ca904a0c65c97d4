package dev.understudy.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class SegmentNameTest {
  private static final Timeline ONE = new Timeline(1);

  @Example
  void namesSegmentsAsPostgresqlDoes() {
    assertThat(SegmentName.of(ONE, Lsn.parse("16/B374D848"), SegmentSize.DEFAULT))
        .hasToString("0000000100000016000000B3");
    assertThat(SegmentName.of(new Timeline(26), Lsn.parse("1/40000000"), mebibytes(1024)))
        .hasToString("0000001A0000000100000001");
    assertThat(SegmentName.of(ONE, Lsn.parse("0/FFFFFFFF"), mebibytes(1)))
        .hasToString("000000010000000000000FFF");
  }

  @Example
  void aPositionOnABoundaryStartsTheNextSegment() {
    Lsn boundary = Lsn.parse("0/3000000");
    assertThat(SegmentName.of(ONE, boundary, SegmentSize.DEFAULT))
        .hasToString("000000010000000000000003");
    assertThat(SegmentName.before(ONE, boundary, SegmentSize.DEFAULT))
        .hasToString("000000010000000000000002");
    assertThatThrownBy(() -> SegmentName.before(ONE, Lsn.NONE, SegmentSize.DEFAULT))
        .isInstanceOf(ArithmeticException.class);
  }

  @Example
  void carriesIntoTheMiddlePart() {
    assertThat(SegmentName.parse("0000000100000000000000FF", SegmentSize.DEFAULT).next())
        .hasToString("000000010000000100000000");
  }

  @Example
  void endsWithTheLog() {
    SegmentName last = SegmentName.of(ONE, new Lsn(-1), SegmentSize.DEFAULT);
    assertThat(last).hasToString("00000001FFFFFFFF000000FF");
    assertThatThrownBy(last::next).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void refusesWhatNoSegmentIsCalled() {
    for (String name :
        new String[] {
          "",
          "00000001000000000000000",
          "0000000100000000000000100",
          "000000010000000000000100",
          "00000000000000000000000A",
          "00000001000000000000000a",
          "00000002.history",
          "000000010000000000000003.partial"
        }) {
      assertThatThrownBy(() -> SegmentName.parse(name, SegmentSize.DEFAULT))
          .as(name)
          .isInstanceOf(WalFormatException.class);
    }
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("segments") SegmentName segment) {
    assertThat(SegmentName.parse(segment.toString(), segment.size())).isEqualTo(segment);
  }

  @Property
  void holdsItsPositionsAndNoOthers(
      @ForAll long bytes, @ForAll("sizes") SegmentSize size, @ForAll long other) {
    SegmentName segment = SegmentName.of(ONE, new Lsn(bytes), size);
    assertThat(new Lsn(bytes).minus(segment.start())).isBetween(0L, size.bytes() - 1);
    assertThat(segment.contains(new Lsn(bytes))).isTrue();
    boolean inside =
        Long.compareUnsigned(other, segment.start().bytes()) >= 0
            && Long.compareUnsigned(other - segment.start().bytes(), size.bytes()) < 0;
    assertThat(segment.contains(new Lsn(other))).isEqualTo(inside);
  }

  @Property
  void theNextOneStartsWhereThisOneEnds(@ForAll("segments") SegmentName segment) {
    if (segment.number() < Long.divideUnsigned(-1L, segment.size().bytes())) {
      assertThat(segment.next().start().minus(segment.start())).isEqualTo(segment.size().bytes());
      assertThat(segment.next()).isGreaterThan(segment);
    }
  }

  @Property
  void namesOrderAsSegmentsDo(
      @ForAll("sizes") SegmentSize size,
      @ForAll long one,
      @ForAll long other,
      @ForAll @LongRange(min = 1, max = 3) long timeline) {
    SegmentName first = SegmentName.of(new Timeline(timeline), new Lsn(one), size);
    SegmentName second = SegmentName.of(new Timeline(2), new Lsn(other), size);
    assertThat(Integer.signum(first.compareTo(second)))
        .isEqualTo(Integer.signum(first.toString().compareTo(second.toString())));
  }

  @Provide
  Arbitrary<SegmentSize> sizes() {
    return Arbitraries.integers().between(20, 30).map(power -> new SegmentSize(1L << power));
  }

  @Provide
  Arbitrary<SegmentName> segments() {
    return Arbitraries.longs()
        .between(1, 0xFFFF_FFFFL)
        .map(Timeline::new)
        .flatMap(
            timeline ->
                sizes()
                    .flatMap(
                        size ->
                            Arbitraries.longs()
                                .map(bytes -> SegmentName.of(timeline, new Lsn(bytes), size))));
  }

  private static SegmentSize mebibytes(long count) {
    return new SegmentSize(count << 20);
  }
}
