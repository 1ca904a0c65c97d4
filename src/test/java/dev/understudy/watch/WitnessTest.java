package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.SqlFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A node that falls silent has the others' hosts try to reach it. */
class WitnessTest {
  private final FakeMoments moments = new FakeMoments();
  private final Board board =
      new Board(
          "orders",
          List.of("alpha", "bravo", "charlie"),
          new Continuity(moments, Duration.ofSeconds(1)),
          snapshot -> {});

  private void tell(String node, UnaryOperator<NodeSnapshot> change) {
    board.tell(moments.now(), node, change);
  }

  private void silent(String node, SqlFailure failure) {
    tell(node, known -> known.told(new SqlTrouble(failure, "test"), moments.now()));
  }

  @Test
  void aSilentPrimaryIsTriedFromTheOthers() {
    tell("alpha", known -> known.told(Readings.primary(1), moments.now()));
    assertThat(board.needsHost("bravo")).isFalse();
    silent("alpha", SqlFailure.TIMED_OUT);

    assertThat(board.silentPeers("bravo")).containsExactly("alpha");
    assertThat(board.needsHost("bravo")).isTrue();
    assertThat(board.silentPeers("alpha")).isEmpty();
    assertThat(board.needsHost("alpha")).isTrue();
  }

  @Test
  void aSilentStandbyIsNot() {
    tell("bravo", known -> known.told(Readings.standby(), moments.now()));
    silent("bravo", SqlFailure.TIMED_OUT);
    assertThat(board.silentPeers("alpha")).isEmpty();
    assertThat(board.needsHost("alpha")).isFalse();
  }

  @Test
  void nobodyKnowsWhatANodeIsThatNeverAnswered() {
    silent("charlie", SqlFailure.REFUSED);
    assertThat(board.silentPeers("alpha")).containsExactly("charlie");
  }

  @Test
  void whoRefusesALoginIsAlive() {
    silent("alpha", SqlFailure.AUTHENTICATION);
    assertThat(board.silentPeers("bravo")).isEmpty();
  }
}
