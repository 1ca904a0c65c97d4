package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.postgres.SqlFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeLoopTest {
  private final LoopRig rig = new LoopRig();

  @Test
  void anAnswerIsAsOldAsItsQuestion() {
    rig.beat();
    rig.pass(Duration.ofMillis(700));
    rig.probe.answer = Readings.primary(1);
    rig.runOne();
    assertThat(rig.node().answers()).isTrue();
    assertThat(rig.node().reading().age(rig.moments.now())).isEqualTo(Duration.ofMillis(700));
    assertThat(rig.board.snapshot().primaries()).hasSize(1);
  }

  @Test
  void aFailureLeavesTheLastReadingAndTellsSinceWhen() {
    rig.answered(Readings.primary(1));
    rig.probe.answer = new SqlTrouble(SqlFailure.REFUSED, "refused");
    Moment first = rig.moments.now();
    rig.beat();
    rig.runOne();
    rig.pass(Duration.ofSeconds(1));
    rig.beat();
    rig.runOne();
    assertThat(rig.node().answers()).isFalse();
    assertThat(rig.node().lastReading()).isPresent();
    assertThat(rig.node().troubledSince()).isEqualTo(first);
    assertThat(rig.node().trouble().value().failure()).isEqualTo(SqlFailure.REFUSED);
    rig.answered(Readings.primary(2));
    assertThat(rig.node().trouble()).isNull();
    assertThat(rig.node().troubledSince()).isNull();
  }

  @Test
  void oneQuestionAtATimeAndALateAnswerIsDropped() {
    rig.answered(Readings.primary(1));
    rig.beat();
    rig.pass(Duration.ofMillis(900));
    rig.beat();
    assertThat(rig.tasks).hasSize(1);
    rig.pass(Duration.ofMillis(900));
    rig.beat();
    assertThat(rig.node().answers()).isTrue();
    rig.pass(Duration.ofMillis(900));
    rig.beat();
    assertThat(rig.node().trouble().value().failure()).isEqualTo(SqlFailure.TIMED_OUT);
    rig.pass(Duration.ofMillis(900));
    rig.beat();
    // The question, and the end of its connection.
    assertThat(rig.tasks).hasSize(2);

    rig.probe.answer = Readings.primary(99);
    rig.tasks.removeLast().run();
    assertThat(rig.probe.aborts).isEqualTo(1);
    rig.runAll();
    assertThat(rig.node().answers()).isFalse();
    assertThat(rig.node().lastReading().orElseThrow().connections()).isEqualTo(1);
    rig.answered(Readings.primary(100));
    assertThat(rig.node().lastReading().orElseThrow().connections()).isEqualTo(100);
  }

  @Test
  void whatIsOverdueCountsBetweenTwoBeats() {
    rig.answered(Readings.primary(1));
    rig.runHost();
    rig.beat();
    assertThat(rig.waits()).as("asked at this beat").isFalse();
    rig.pass(Duration.ofSeconds(1));
    rig.beat();
    assertThat(rig.waits()).isTrue();
    rig.pass(Duration.ofMillis(1240));
    rig.check();
    assertThat(rig.node().answers()).isTrue();
    rig.pass(Duration.ofMillis(10));
    rig.check();
    assertThat(rig.node().answers()).isFalse();

    rig.pass(Duration.ofMillis(2990));
    rig.check();
    assertThat(rig.waits()).as("the host was asked").isTrue();
    assertThat(rig.node().hostTrouble()).isNull();
    rig.pass(Duration.ofMillis(10));
    rig.check();
    assertThat(rig.node().hostTrouble()).isNotNull();
    assertThat(rig.waits()).isFalse();
  }

  @Test
  void aWorkerThatComesLateDoesNotBreakTheNextQuestion() {
    rig.beat();
    rig.pass(Duration.ofMillis(900));
    for (int i = 0; i < 3; i++) {
      rig.beat();
      rig.pass(Duration.ofMillis(900));
    }
    assertThat(rig.tasks).hasSize(2);

    rig.runOne();
    rig.beat();
    rig.runOne();

    assertThat(rig.probe.aborts).isZero();
    rig.runOne();
    assertThat(rig.node().answers()).isTrue();
  }

  @Test
  void aFrozenServiceForgetsAndDropsWhatItAskedBefore() {
    rig.answered(Readings.primary(1));
    rig.beat();
    rig.moments.pass(Duration.ofSeconds(30));
    Moment thawed = rig.moments.now();
    assertThat(rig.node().lastReading()).isEmpty();
    assertThat(rig.node().observedSince()).isEqualTo(thawed);
    rig.probe.answer = Readings.primary(2);
    rig.runOne();
    assertThat(rig.node().lastReading()).isEmpty();
    rig.answered(Readings.primary(3));
    assertThat(rig.node().lastReading()).isPresent();
    assertThat(rig.node().observedSince().age(rig.moments.now())).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aLoopThatDidNotComeToBeatForgetsItsNode() {
    rig.answered(Readings.primary(1));
    rig.pass(Duration.ofSeconds(5)); // others looked all the time
    assertThat(rig.node().lastReading()).isPresent();
    rig.beat();
    assertThat(rig.node().lastReading()).isEmpty();
    assertThat(rig.node().observedSince()).isEqualTo(rig.moments.now());
  }

  @Test
  void aRefusedLoginIsTriedAgainRarely() {
    rig.probe.answer = new SqlTrouble(SqlFailure.AUTHENTICATION, "no");
    for (int i = 0; i < 20; i++) {
      rig.beat();
      rig.runAll();
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.probe.asked).isEqualTo(2);
  }

  @Test
  void aProbeThatFailsIsATrouble() {
    rig.probe.failure = new IllegalStateException("on purpose");
    rig.beat();
    rig.runOne();
    assertThat(rig.node().trouble().value().failure()).isEqualTo(SqlFailure.OTHER);
    rig.probe.failure = null;
    rig.answered(Readings.primary(1));
    assertThat(rig.node().answers()).isTrue();
  }

  @Test
  void aClosedDoorIsSeenBesideTheAnswer() {
    rig.probe.door = new SqlProbe.Door(new SqlTrouble(SqlFailure.TIMED_OUT, "hangs"));
    rig.answered(Readings.primary(1));
    assertThat(rig.node().answers()).isTrue();
    assertThat(rig.node().door().value().failure()).isEqualTo(SqlFailure.TIMED_OUT);
    rig.probe.door = new SqlProbe.Door(null);
    rig.answered(Readings.primary(1));
    assertThat(rig.node().door()).isNull();
  }

  @Test
  void theHostIsAskedAtOnceWhenTheServerFallsSilentAndRarelyOtherwise() {
    for (int i = 0; i < 30; i++) {
      rig.answered(Readings.primary(1));
      rig.runHost();
    }
    assertThat(rig.hostProbe.looks).isEqualTo(1);
    assertThat(rig.hostProbe.hangUps).isEqualTo(1);
    rig.probe.answer = new SqlTrouble(SqlFailure.REFUSED, "refused");
    for (int i = 0; i < 13; i++) {
      rig.beat();
      rig.runAll();
      rig.runHost();
      rig.pass(Duration.ofSeconds(1));
    }
    // At the first failure, then every five seconds.
    assertThat(rig.hostProbe.looks).isEqualTo(4);
    assertThat(rig.hostProbe.hangUps).isEqualTo(1);
    assertThat(rig.node().host().value().bootId()).isEqualTo("boot");
  }

  @Test
  void aHostOfWhichNothingIsKnownAfterAGapIsAskedSoonAndLetGoOf() {
    rig.answered(Readings.primary(1));
    rig.runHost();
    rig.moments.pass(Duration.ofSeconds(30));
    for (int i = 0; i < 20; i++) {
      rig.answered(Readings.primary(2));
      rig.runHost();
    }

    assertThat(rig.node().host()).isNotNull();
    assertThat(rig.hostProbe.looks).isEqualTo(2);
    assertThat(rig.hostProbe.hangUps).isEqualTo(2);
  }

  @Test
  void aHostThatRefusesTheLoginIsNotAskedAgainSoon() {
    rig.hostProbe.answer = new HostTrouble(ErrorClass.AUTHENTICATION, "refused");
    for (int i = 0; i < 100; i++) {
      boolean well = i % 7 == 0;
      rig.probe.answer = well ? Readings.primary(1) : new SqlTrouble(SqlFailure.REFUSED, "refused");
      rig.beat();
      rig.runAll();
      rig.runHost();
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.hostProbe.looks).isEqualTo(1);
    assertThat(rig.node().hostTrouble().value().errorClass()).isEqualTo(ErrorClass.AUTHENTICATION);
  }

  @Test
  void aServerThatRefusesTheLoginIsNoReasonToAskItsHost() {
    rig.probe.answer = new SqlTrouble(SqlFailure.AUTHENTICATION, "no");
    for (int i = 0; i < 20; i++) {
      rig.beat();
      rig.runAll();
      rig.runHost();
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.hostProbe.looks).isEqualTo(1);
  }

  @Test
  void aHostThatIsSlowCountsAsSilentUntilItAnswers() {
    LoopRig slow = new LoopRig(LoopRig.TIMINGS.hostsWithin(Duration.ofSeconds(1)));
    slow.beat();
    Moment asked = slow.moments.now();
    slow.pass(Duration.ofSeconds(1));
    slow.beat();
    assertThat(slow.node().hostTrouble().value().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    assertThat(slow.hostTasks).as("its answer is waited for").hasSize(1);

    slow.pass(Duration.ofSeconds(1));
    slow.runHost();
    assertThat(slow.node().hostTrouble()).isNull();
    assertThat(slow.node().host().asked()).isEqualTo(asked);
  }

  @Test
  void aHostThatHangsHoldsNothingUp() {
    rig.probe.answer = new SqlTrouble(SqlFailure.TIMED_OUT, "silence");
    for (int i = 0; i < 30; i++) {
      rig.beat();
      rig.runAll();
      rig.pass(Duration.ofSeconds(1));
    }
    assertThat(rig.probe.asked).isEqualTo(30);
    // The one look, and the end of its connection.
    assertThat(rig.hostTasks).hasSize(2);
    assertThat(rig.node().hostTrouble().value().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    rig.hostTasks.remove().run();
    assertThat(rig.node().host()).isNull();
    rig.runHost();
    assertThat(rig.hostProbe.hangUps).isEqualTo(1);
  }
}
