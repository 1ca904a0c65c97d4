package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.SenderState;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For whom commits are to wait, look by look. A look is 400 ms; each writes something. */
class WaitingTest {
  private static final Duration LOOK = Duration.ofMillis(400);
  private static final String BOTH = "ANY 1 (\"bravo\", \"charlie\")";

  private final ClusterConfig config = Scene.config(3, "automatic: true");
  private Confirming seen = Confirming.FRESH;
  private long looks;
  private String names = "";
  private String commit = "on";

  /** Each standby by name with what it has flushed: {@code =} all, {@code -} the same as before. */
  private void look(String... standbys) {
    looks++;
    List<SenderState> senders = new ArrayList<>();
    for (String standby : standbys) {
      String name = standby.substring(0, standby.length() - 1);
      long flushed = standby.endsWith("=") ? looks : 1;
      senders.add(
          new SenderState(
              1, "replicator", name, "", "streaming", "async", "", "", lsn(flushed), ""));
    }
    NodeState state =
        new NodeState(
            false, Scene.SYSTEM, 1, lsn(looks), "", "", false, true, new PgVersion(15, 0), "15");
    NodeReading reading =
        new NodeReading(
            state,
            Optional.empty(),
            senders,
            List.of(),
            Optional.empty(),
            1,
            Map.of("synchronous_standby_names", names, "synchronous_commit", commit),
            "");
    Map<String, NodeSnapshot> nodes = new LinkedHashMap<>();
    for (String name : List.of("alpha", "bravo", "charlie")) {
      Part<NodeReading> part = name.equals("alpha") ? new Part<>(reading, now()) : null;
      nodes.put(name, new NodeSnapshot(name, Scene.NOW, part, null, null, null, null, null));
    }
    seen = seen.next(new ClusterSnapshot("orders", looks, now(), nodes), "alpha");
  }

  private Moment now() {
    Duration age = LOOK.multipliedBy(looks);
    return new Moment(Scene.NOW.nanos() + age.toNanos(), Scene.NOW.instant().plus(age));
  }

  private static String lsn(long look) {
    return "0/" + Long.toHexString(0x1000 * look).toUpperCase(java.util.Locale.ROOT);
  }

  private Optional<Waiting> change(String... confirmers) {
    return Waiting.change(config, "alpha", List.of(confirmers), seen, false, 0, now());
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
    assertThat(Waiting.change(config, "alpha", List.of(), seen, false, 1, now())).isEmpty();
    look("bravo=");
    assertThat(Waiting.change(config, "alpha", List.of(), seen, false, 1, now())).isPresent();
  }

  @Test
  void theLastOneThatIsGoneIsWaitedForNoMoreAndAtOnce() {
    names = "ANY 1 (\"bravo\")";
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
    names = "ANY 1 (\"bravo\")";
    look("bravo=");
    look("bravo-");
    look("bravo-");
    look("bravo-");
    assertThat(change("bravo")).hasValueSatisfying(c -> assertThat(c.urgent()).isTrue());
  }

  @Test
  void oneOfTwoThatIsGoneHoldsNothingUp() {
    names = BOTH;
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
    names = BOTH;
    for (int i = 0; i < 20; i++) {
      look("bravo=", "charlie=");
      assertThat(change("bravo", "charlie")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"'',on", "ANY 1 (\"bravo\"),local"})
  void whatSomebodyElseChangedIsNoPromiseAnyMore(String written, String commits) {
    names = written;
    commit = commits;
    look("bravo=");
    assertThat(change("bravo"))
        .hasValueSatisfying(change -> assertThat(change.standbys()).isEmpty());
  }

  @Test
  void aChangeThatWasBrokenOffDoesNotLeaveCommitsHanging() {
    names = BOTH;
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(change()).hasValueSatisfying(change -> assertThat(change.urgent()).isTrue());
  }

  @Test
  void whileARunChangesItOnlyWhatHangsCounts() {
    names = BOTH;
    look("bravo=");
    List<String> one = List.of("bravo");
    assertThat(Waiting.change(config, "alpha", one, seen, true, 0, now())).isEmpty();
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(Waiting.change(config, "alpha", one, seen, true, 0, now()))
        .hasValueSatisfying(change -> assertThat(change.urgent()).isTrue());
  }
}
