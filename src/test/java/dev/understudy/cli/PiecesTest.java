package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ProgressView;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiecesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "74448896, 71 MiB",
    "1288490188, 1.2 GiB",
    "10737418240, 10 GiB"
  })
  void bytes(long bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "400, 0.4 s",
    "9949, 9.9 s",
    "9951, 10 s",
    "59499, 59 s",
    "200000, 3 min 20 s",
    "7500000, 2 h 5 min"
  })
  void durations(long millis, String text) {
    assertThat(Human.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void progressOfThingsThatAreCounted() {
    assertThat(Human.progress(new ProgressView(3, 14, "tables", "", null)))
        .isEqualTo("21% 3 of 14 tables");
    assertThat(Human.progress(new ProgressView(2048, -1, "bytes", "", null))).isEqualTo("2.0 KiB");
  }

  @ParameterizedTest
  @CsvSource({
    "xterm, , true, true",
    "xterm, 1, true, false",
    "dumb, , false, false",
    ", , false, false"
  })
  void theEnvironmentDecidesAboutMovingAndColours(
      String term, String noColor, boolean interactive, boolean colours) {
    Map<String, String> environment = new java.util.HashMap<>();
    environment.computeIfAbsent("TERM", name -> term);
    environment.computeIfAbsent("NO_COLOR", name -> noColor);

    Terminal terminal = Terminal.of(environment, true, false);

    assertThat(terminal.interactive()).isEqualTo(interactive);
    assertThat(terminal.colours()).isEqualTo(colours);
    assertThat(terminal.errorColours()).isFalse();
    assertThat(Terminal.of(environment, false, true).interactive()).isFalse();
  }

  @Test
  void theSizeOfATerminalHasAUsualValue() {
    assertThat(Terminal.parse("50 132")).isEqualTo(new Terminal.Size(132, 50));
    assertThat(Terminal.parse("0 0")).isEqualTo(new Terminal.Size(80, 24));
    assertThat(Terminal.parse("")).isEqualTo(new Terminal.Size(80, 24));
  }

  @Test
  void aDiffLeavesOutWhatIsFarFromChanges() {
    String diff =
        LineDiff.of("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\nsix\n7\n8\n9\n").stream()
            .map(line -> line.sign() + line.text())
            .collect(Collectors.joining(","));

    assertThat(diff).isEqualTo("~, 4, 5,-6,+six, 7, 8,~");
  }

  @Property(tries = 300)
  void aDiffTellsBothTexts(
      @ForAll @IntRange(max = 200) int oldSeed, @ForAll @IntRange(max = 200) int newSeed) {
    String before = lines(oldSeed);
    String after = lines(newSeed);

    var diff = LineDiff.of(before, after);

    // Texts this short lie within the context of a change, or are equal.
    if (before.equals(after)) {
      assertThat(diff).noneMatch(line -> line.sign() == '+' || line.sign() == '-');
    } else if (diff.stream().noneMatch(line -> line.sign() == '~')) {
      assertThat(joined(diff, '-')).isEqualTo(before);
      assertThat(joined(diff, '+')).isEqualTo(after);
    }
  }

  private static String lines(int seed) {
    return Integer.toString(seed, 3)
        .chars()
        .mapToObj(character -> "line " + (char) character)
        .collect(Collectors.joining("\n"));
  }

  private static String joined(java.util.List<LineDiff.Line> diff, char sign) {
    return diff.stream()
        .filter(line -> line.sign() == sign || line.sign() == ' ')
        .map(LineDiff.Line::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void cuttingCountsColumnsAndNotColours() {
    assertThat(Text.cut("\u001b[31mabc\u001b[0mdef", 4)).isEqualTo("\u001b[31mabc\u001b[0md");
    assertThat(Text.cut("\u001b[31mabcdef\u001b[0m", 4)).isEqualTo("\u001b[31mabcd\u001b[0m");
    assertThat(Text.head("one\n")).isEqualTo("one");
    assertThat(Text.head("two problems:\n  - a\n  - b"))
        .isEqualTo("two problems: … (2 more lines)");
    assertThat(Text.width("\u001b[31mäöü\u001b[0m")).isEqualTo(3);
  }
}
