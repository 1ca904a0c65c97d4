package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wal.Lsn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CandidateChoiceTest {
  private static final LastPrimary PRIMARY =
      new LastPrimary("7", 3, Optional.of(Lsn.parse("0/5000000")));
  private static final OptionalLong MAX_LAG = OptionalLong.of(1 << 20);

  private static NodeState state(
      boolean recovery, String system, int timeline, String received, boolean paused) {
    return new NodeState(
        recovery, system, timeline, "", received, received, paused, true, new PgVersion(15, 0), "");
  }

  private static Candidate standby(String node, int priority, String received) {
    return new Candidate(node, priority, state(true, "7", 3, received, false), false);
  }

  private static CandidateChoice choose(Candidate... standbys) {
    return CandidateChoice.of(PRIMARY, List.of(standbys), MAX_LAG);
  }

  @Test
  void mostWalComesFirst() {
    CandidateChoice choice =
        choose(standby("bravo", 1000, "0/4FFFF00"), standby("charlie", 1, "0/5000000"));
    assertThat(choice.node()).contains("charlie");
    assertThat(choice.behind()).hasValue(0);
    assertThat(choice.refused()).isEmpty();
  }

  @Test
  void thenPriorityThenTheName() {
    assertThat(choose(standby("bravo", 100, "0/5000000"), standby("charlie", 200, "0/5000000")))
        .extracting(CandidateChoice::node)
        .isEqualTo(Optional.of("charlie"));
    assertThat(choose(standby("charlie", 100, "0/5000000"), standby("bravo", 100, "0/5000000")))
        .extracting(CandidateChoice::node)
        .isEqualTo(Optional.of("bravo"));
  }

  @Test
  void positionsAreComparedAsUnsignedNumbers() {
    LastPrimary far = new LastPrimary("7", 3, Optional.empty());
    CandidateChoice choice =
        CandidateChoice.of(
            far,
            List.of(standby("bravo", 100, "7FFFFFFF/0"), standby("charlie", 100, "80000000/0")),
            OptionalLong.empty());
    assertThat(choice.node()).contains("charlie");
  }

  @Test
  void eachReasonToPassOneOverIsNamed() {
    CandidateChoice choice =
        choose(
            standby("never", 0, "0/5000000"),
            new Candidate("silent", 100, null, false),
            new Candidate("foreign", 100, state(true, "8", 3, "0/5000000", false), false),
            new Candidate("writes", 100, state(false, "7", 3, "", false), false),
            new Candidate("ahead", 100, state(true, "7", 4, "0/5000000", false), false),
            new Candidate("lost", 100, state(true, "7", 3, "0/5000000", false), true),
            new Candidate("paused", 100, state(true, "7", 3, "0/5000000", true), false),
            new Candidate("empty", 100, state(true, "7", 3, "", false), false),
            standby("late", 100, "0/4E00000"));

    assertThat(choice.node()).isEmpty();
    assertThat(choice.behind()).isEmpty();
    assertThat(choice.refused().keySet())
        .containsExactly(
            "never", "silent", "foreign", "writes", "ahead", "lost", "paused", "empty", "late");
    assertThat(choice.refused().get("ahead")).contains("timeline 4", "3");
    assertThat(choice.refused().get("late")).contains("2097152 bytes behind");
  }

  @Test
  void ofThoseThatConfirmCommitsOnlyTheFurthestHasThemAll() {
    CandidateChoice choice =
        CandidateChoice.ofConfirmers(
            PRIMARY,
            List.of(
                standby("bravo", 100, "0/3000000"),
                standby("charlie", 1000, "0/2000000"),
                standby("delta", 100, "0/5000000")),
            List.of("bravo", "charlie"));
    assertThat(choice.node()).contains("bravo");
    assertThat(choice.refused().keySet()).containsExactlyInAnyOrder("charlie", "delta");
  }

  @Test
  void nobodyElseTakesThePlaceOfTheFurthest() {
    CandidateChoice choice =
        CandidateChoice.ofConfirmers(
            PRIMARY,
            List.of(
                new Candidate("bravo", 100, state(true, "7", 3, "0/5000000", true), false),
                standby("charlie", 100, "0/4FFFF00")),
            List.of("bravo", "charlie"));
    assertThat(choice.node()).isEmpty();
  }

  @Test
  void withoutThePrimarysPositionNobodyIsChosenUnlessLagDoesNotMatter() {
    LastPrimary blank = new LastPrimary("7", 0, Optional.empty());
    List<Candidate> standbys = List.of(standby("bravo", 100, "0/5000000"));
    assertThat(CandidateChoice.of(blank, standbys, MAX_LAG).node()).isEmpty();
    assertThat(CandidateChoice.of(blank, standbys, OptionalLong.empty()).node()).contains("bravo");
  }

  @Property
  void theOrderInWhichTheyAreNamedDecidesNothing(
      @ForAll("standbys") List<Candidate> standbys, @ForAll Random random) {
    List<Candidate> shuffled = new ArrayList<>(standbys);
    Collections.shuffle(shuffled, random);
    CandidateChoice one = CandidateChoice.of(PRIMARY, standbys, MAX_LAG);
    CandidateChoice other = CandidateChoice.of(PRIMARY, shuffled, MAX_LAG);
    assertThat(other.node()).isEqualTo(one.node());
    assertThat(other.refused()).isEqualTo(one.refused());
  }

  @Property
  void nobodyWithMoreWalIsPassedOverWithoutAReason(@ForAll("standbys") List<Candidate> standbys) {
    CandidateChoice choice = CandidateChoice.of(PRIMARY, standbys, MAX_LAG);
    List<Candidate> able =
        standbys.stream().filter(s -> !choice.refused().containsKey(s.node())).toList();
    assertThat(choice.node().isPresent()).isEqualTo(!able.isEmpty());
    choice
        .node()
        .ifPresent(
            node -> {
              Candidate chosen =
                  able.stream().filter(s -> s.node().equals(node)).findFirst().orElseThrow();
              assertThat(able)
                  .allSatisfy(
                      s ->
                          assertThat(s.received().orElseThrow())
                              .isLessThanOrEqualTo(chosen.received().orElseThrow()));
              assertThat(chosen.state().timeline()).isEqualTo(3);
              assertThat(chosen.state().paused() || chosen.slotLost()).isFalse();
            });
  }

  @Provide
  static Arbitrary<List<Candidate>> standbys() {
    Arbitrary<NodeState> states =
        Combinators.combine(
                Arbitraries.of(true, true, true, false),
                Arbitraries.of("7", "7", "7", "8"),
                Arbitraries.of(3, 3, 3, 2, 4),
                Arbitraries.of("0/5000000", "0/4FFFFFF", "0/5000001", "0/1000000", ""),
                Arbitraries.of(false, false, true))
            .as(CandidateChoiceTest::state);
    Arbitrary<Candidate> candidates =
        Combinators.combine(
                Arbitraries.of(0, 1, 100, 100, 1000),
                states.injectNull(0.1),
                Arbitraries.of(false, false, true))
            .as((priority, state, lost) -> new Candidate("", priority, state, lost));
    return candidates
        .list()
        .ofMaxSize(4)
        .map(
            list -> {
              List<Candidate> named = new ArrayList<>();
              for (Candidate one : list) {
                String name = "node" + named.size();
                named.add(new Candidate(name, one.priority(), one.state(), one.slotLost()));
              }
              return named;
            });
  }
}
