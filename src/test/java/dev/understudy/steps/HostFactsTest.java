package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a look at a host prints, read. */
class HostFactsTest {
  @Test
  void readsWhatTheScriptPrints() {
    HostFacts facts =
        HostFacts.parse(
            "bravo",
            """
            os_id=debian
            os_name=Debian GNU/Linux 12 (bookworm)
            glibc=glibc 2.36
            clock=5000
            manager=patroni
            manager=patroni
            free=123
            kept=45
            packages=yes
            service=yes
            listening=yes
            unreachable=10.77.0.11 5432
            a line of a noisy profile
            """,
            5000,
            5000);
    assertThat(facts.osName()).isEqualTo("Debian GNU/Linux 12 (bookworm)");
    assertThat(facts.managers()).containsExactly("patroni");
    assertThat(facts.freeBytes()).isEqualTo(123);
    assertThat(facts.keptBytes()).isEqualTo(45);
    assertThat(facts.unreachable()).containsExactly("10.77.0.11 5432");
    assertThat(facts.packages() && facts.service() && facts.listening()).isTrue();
    assertThat(facts.debianFamily()).isTrue();
  }

  @Test
  void claimsNothingThatIsNotPrinted() {
    HostFacts facts = HostFacts.parse("bravo", "", 0, 0);
    assertThat(facts.packages() || facts.service() || facts.listening()).isFalse();
    assertThat(facts.debianFamily()).isFalse();
    assertThat(facts.freeBytes()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'   0: 00000000:1538 00000000:0000 0A 00000000:00000000', true",
    "'  12: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A', true",
    "'   0: 0100007F:1538 00000000:0000 0A 00000000:00000000', false",
    "'   0: 0500000A:1538 00000000:0000 0A 00000000:00000000', false",
    "'   0: 00000000000000000000000001000000:1538 00000000000000000000000000000000:0000 0A', false"
  })
  void onlyASocketAtEveryAddressIsOpen(String line, boolean everywhere) {
    assertThat(Pattern.compile(HostFacts.EVERYWHERE).matcher(line).find()).isEqualTo(everywhere);
  }

  @ParameterizedTest(name = "read {0} between {1} and {2}: off by {3} ms")
  @CsvSource({"150, 100, 200, 0", "100, 100, 200, 0", "90, 100, 200, -10", "260, 100, 200, 60"})
  void countsOnlyWhatLiesOutsideTheCallAsAnOffset(
      long clock, long before, long after, long offset) {
    HostFacts facts = HostFacts.parse("bravo", "clock=" + clock, before, after);
    assertThat(facts.clockOffset()).isEqualTo(Duration.ofMillis(offset));
  }
}
