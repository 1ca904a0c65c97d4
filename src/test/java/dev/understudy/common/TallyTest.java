package dev.understudy.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void deedsAreCountedByOutcome() {
    assertThat(tally.<String>of("ssh login", "", () -> "in")).isEqualTo("in");
    tally.of("ssh login", "", () -> "in");
    fails(
        () -> {
          throw new UnderstudyException(ErrorClass.HOST_KEY, "alpha", "another key", null, null);
        });
    fails(
        () -> {
          throw new IllegalStateException("a mistake");
        });

    Map<Tally.Deed, Tally.Total> totals = tally.totals();

    assertThat(totals.keySet())
        .extracting(deed -> deed.outcome() + " " + totals.get(deed).count())
        .containsExactly("done 2", "host key 1", "unknown 1");
    assertThat(totals.values()).allSatisfy(total -> assertThat(total.time()).isPositive());
  }

  private void fails(Supplier<String> deed) {
    assertThat(catchThrowable(() -> tally.of("ssh login", "", deed))).isNotNull();
  }
}
