package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Severity;
import dev.understudy.config.Looks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looks make of a finding. */
class JudgementTest {
  private static final Map<Character, Severity> LETTERS =
      Map.of(
          '.', Severity.OK, 'w', Severity.WARNING, 'c', Severity.CRITICAL, 'u', Severity.UNKNOWN);

  /** One letter for each look: what it saw, and what follows. */
  @ParameterizedTest(name = "{0} with {1}/{2}")
  @CsvSource({
    // looks, to open, to close, what follows from each
    "'....', 1, 1, 'NOTHING NOTHING NOTHING NOTHING'",
    "'w.w.', 1, 1, 'OPENED CLOSED OPENED CLOSED'",
    "'w.w.', 2, 2, 'PENDING DROPPED PENDING DROPPED'",
    "'www..', 2, 2, 'PENDING OPENED KEPT KEPT CLOSED'",
    "'ww.w..', 2, 2, 'PENDING OPENED KEPT KEPT KEPT CLOSED'",
    "'c..', 1, 2, 'OPENED KEPT CLOSED'",
    "'wwcc', 2, 2, 'PENDING OPENED KEPT GRAVER'",
    "'ccww', 2, 2, 'PENDING OPENED KEPT MILDER'",
    "'ccw.', 2, 2, 'PENDING OPENED KEPT MILDER'",
    "'ccw...', 2, 2, 'PENDING OPENED KEPT MILDER KEPT CLOSED'",
    "'wwu.', 2, 2, 'PENDING OPENED KEPT MILDER'",
    "'uuw', 2, 2, 'PENDING OPENED KEPT'",
    "'uwu', 3, 2, 'PENDING PENDING OPENED'",
    "'wwc.c', 2, 2, 'PENDING OPENED KEPT KEPT KEPT'",
  })
  void lookAfterLook(String looks, int toOpen, int toClose, String expected) {
    Looks needed = new Looks(toOpen, toClose);
    List<String> changes = new ArrayList<>();
    Judgement now = null;
    for (char look : looks.toCharArray()) {
      Judgement.Next next = Judgement.next(now, LETTERS.get(look), needed);
      changes.add(next.change().name());
      now = next.now();
    }
    assertThat(String.join(" ", changes)).isEqualTo(expected);
  }

  @Test
  void aSeverityIsOneThatEveryLookInTheRowSpokeFor() {
    Looks two = new Looks(2, 2);
    assertThat(after("cw", two).severity()).as("opens as the milder").isEqualTo(Severity.WARNING);
    assertThat(after("ccw.", two).severity()).as("one look was fine").isEqualTo(Severity.WARNING);
    assertThat(after("uucw", two).severity()).isEqualTo(Severity.WARNING);
  }

  private static Judgement after(String looks, Looks needed) {
    Judgement now = null;
    for (char look : looks.toCharArray()) {
      now = Judgement.next(now, LETTERS.get(look), needed).now();
    }
    return now;
  }

  @Property
  void whateverWasSeenEnoughGoodLooksCloseItAndEnoughBadOnesOpenIt(
      @ForAll List<Severity> looks, @ForAll boolean quick) {
    Looks needed = quick ? Looks.ONE : new Looks(3, 2);
    String letters =
        looks.stream()
            .map(s -> s == Severity.OK ? "." : s.name().substring(0, 1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    assertThat(after(letters + "...", needed)).isNull();
    Judgement bad = after(letters + "cccccc", needed);
    assertThat(bad.open()).isTrue();
    assertThat(bad.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(bad.looks()).isZero();
  }
}
