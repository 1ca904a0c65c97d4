package dev.understudy.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class WalFileTest {
  private static final String SEGMENT = "000000020000000A000000B3";

  @Example
  void tellsTheFourKindsApart() {
    SegmentName segment = SegmentName.parse(SEGMENT, SegmentSize.DEFAULT);
    assertThat(parse(SEGMENT)).contains(new WalFile.Segment(segment));
    assertThat(parse(SEGMENT + ".partial")).contains(new WalFile.Partial(segment));
    assertThat(parse(SEGMENT + ".00000028.backup"))
        .contains(new WalFile.BackupHistory(segment, 0x28));
    assertThat(parse("0000000A.history")).contains(new WalFile.History(new Timeline(10)));
  }

  @Example
  void knowsNoOthers() {
    for (String name :
        List.of(
            "",
            "00000000.history",
            "1.history",
            SEGMENT + ".backup",
            SEGMENT + ".01000000.backup",
            SEGMENT + ".gz",
            "archive_status",
            "000000020000000A00000100")) {
      assertThat(parse(name)).as(name).isEmpty();
    }
  }

  @Property
  void aKnownNameIsTheFilesOwn(
      @ForAll @StringLength(min = 8, max = 24) @CharRange(from = '0', to = '3') String digits,
      @ForAll("suffixes") String suffix) {
    parse(digits + suffix)
        .ifPresent(file -> assertThat(file.fileName()).isEqualTo(digits + suffix));
  }

  @Provide
  Arbitrary<String> suffixes() {
    return Arbitraries.of("", ".partial", ".history", ".00000028.backup");
  }

  @Property
  void timelinesAndSystemIdentifiersAreReadBack(
      @ForAll @LongRange(min = 1, max = 0xFFFF_FFFFL) long id, @ForAll long bits) {
    Timeline timeline = new Timeline(id);
    assertThat(Timeline.parse(timeline.toString())).isEqualTo(timeline);
    assertThat(Timeline.parseHex(timeline.hex())).isEqualTo(timeline);
    if (bits != 0) {
      assertThat(SystemId.parse(new SystemId(bits).toString())).isEqualTo(new SystemId(bits));
    }
  }

  @Property
  void anythingElseIsRefusedByName(
      @ForAll @StringLength(max = 12) @Chars({'-', '+', ' ', 'x', '.'}) String text) {
    assertThatThrownBy(() -> SystemId.parse(text)).isInstanceOf(WalFormatException.class);
    assertThatThrownBy(() -> Timeline.parse(text)).isInstanceOf(WalFormatException.class);
    assertThatThrownBy(() -> Timeline.parseHex(text)).isInstanceOf(WalFormatException.class);
  }

  @Example
  void readsWhatServersPrint() {
    assertThat(SystemId.parse("7412345678901234567")).hasToString("7412345678901234567");
    assertThat(SystemId.parse("-1")).hasToString("18446744073709551615");
    assertThatThrownBy(() -> SystemId.parse("0")).isInstanceOf(WalFormatException.class);
    assertThatThrownBy(() -> Timeline.parse("0")).isInstanceOf(WalFormatException.class);
    assertThatThrownBy(() -> Timeline.parse("4294967296")).isInstanceOf(WalFormatException.class);
    assertThat(new Timeline(2).isNewerThan(new Timeline(1))).isTrue();
    assertThat(new Timeline(2).isNewerThan(new Timeline(2))).isFalse();
  }

  private static Optional<WalFile> parse(String name) {
    return WalFile.parse(name, SegmentSize.DEFAULT);
  }
}
