package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For whom commits are to wait, look by look. */
class WaitingTest {
  private static final String BOTH = "ANY 1 (\"bravo\", \"charlie\")";

  private final ClusterConfig config = Scene.config(3, "automatic: true");
  private Confirming seen = Confirming.FRESH;
  private final PrimaryLooks looks = new PrimaryLooks();

  private void look(String... standbys) {
    seen = seen.next(looks.next(standbys), "alpha");
  }

  private Optional<Waiting> change(String... confirmers) {
    return Waiting.change(config, "alpha", List.of(confirmers), seen, false, 0, looks.now());
  }

  @Test
  void nothingIsDecidedBeforeThePrimaryHasSpoken() {
    assertThat(change("bravo")).isEmpty();
  }

  @Test
  void oneIsWaitedForOnceItHasConfirmedForAWhile() {
    for (int i = 0; i < 8; i++) {
      look("bravo=");
      assertThat(change()).isEmpty();
    }
    look("bravo=");
    assertThat(change())
        .hasValueSatisfying(
            change -> {
              assertThat(change.standbys()).containsExactly("bravo");
              assertThat(change.urgent()).isFalse();
            });
  }

  @Test
  void whatStoppedOftenLatelyHasToBeSteadyForLonger() {
    for (int i = 0; i < 15; i++) {
      look("bravo=");
    }
    assertThat(Waiting.change(config, "alpha", List.of(), seen, false, 1, looks.now())).isEmpty();
    look("bravo=");
    assertThat(Waiting.change(config, "alpha", List.of(), seen, false, 1, looks.now())).isPresent();
  }

  @Test
  void theLastOneThatIsGoneIsWaitedForNoMoreAndAtOnce() {
    looks.names = "ANY 1 (\"bravo\")";
    look("bravo=");
    look();
    assertThat(change("bravo")).isEmpty();
    look();
    assertThat(change("bravo")).isEmpty();
    look();
    assertThat(change("bravo"))
        .hasValueSatisfying(
            change -> {
              assertThat(change.standbys()).isEmpty();
              assertThat(change.urgent()).isTrue();
              assertThat(change.reason()).contains("bravo");
            });
  }

  @Test
  void oneThatIsConnectedAndConfirmsNothingIsGone() {
    looks.names = "ANY 1 (\"bravo\")";
    look("bravo=");
    look("bravo-");
    look("bravo-");
    look("bravo-");
    assertThat(change("bravo")).hasValueSatisfying(c -> assertThat(c.urgent()).isTrue());
  }

  @Test
  void oneOfTwoThatIsGoneHoldsNothingUp() {
    looks.names = BOTH;
    look("bravo=", "charlie=");
    for (int i = 0; i < 3; i++) {
      look("charlie=");
    }
    assertThat(change("bravo", "charlie"))
        .hasValueSatisfying(
            change -> {
              assertThat(change.standbys()).containsExactly("charlie");
              assertThat(change.urgent()).isFalse();
            });
  }

  @Test
  void onesThatConfirmAreLeftAlone() {
    looks.names = BOTH;
    for (int i = 0; i < 20; i++) {
      look("bravo=", "charlie=");
      assertThat(change("bravo", "charlie")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"'',on", "ANY 1 (\"bravo\"),local"})
  void whatSomebodyElseChangedIsNoPromiseAnyMore(String written, String commits) {
    looks.names = written;
    looks.commit = commits;
    look("bravo=");
    assertThat(change("bravo"))
        .hasValueSatisfying(change -> assertThat(change.standbys()).isEmpty());
  }

  @Test
  void aChangeThatWasBrokenOffDoesNotLeaveCommitsHanging() {
    looks.names = BOTH;
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(change()).hasValueSatisfying(change -> assertThat(change.urgent()).isTrue());
  }

  @Test
  void whileARunChangesItOnlyWhatHangsCounts() {
    looks.names = BOTH;
    look("bravo=");
    List<String> one = List.of("bravo");
    assertThat(Waiting.change(config, "alpha", one, seen, true, 0, looks.now())).isEmpty();
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(Waiting.change(config, "alpha", one, seen, true, 0, looks.now()))
        .hasValueSatisfying(change -> assertThat(change.urgent()).isTrue());
  }
}
