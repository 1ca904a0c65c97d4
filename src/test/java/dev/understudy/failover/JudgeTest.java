package dev.understudy.failover;

import static dev.understudy.failover.Scenes.killed;
import static dev.understudy.failover.Scenes.powerLoss;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.failover.Circumstances.LastAutomatic;
import dev.understudy.postgres.SqlFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is seen, and the verdict. The window is 8 s, and wal_receiver_timeout 10 s. */
class JudgeTest {
  private static final List<JudgeRow> ROWS =
      Stream.concat(AbsentPrimaryRows.ROWS.stream(), PresentPrimaryRows.ROWS.stream()).toList();

  @TestFactory
  List<DynamicTest> rows() {
    return ROWS.stream().map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row))).toList();
  }

  private static void check(JudgeRow row) {
    Verdict verdict = row.scene().get().judge();
    assertThat(verdict.code()).as(verdict.toString()).isEqualTo(row.code());
    assertThat(verdict.startsFailover()).as(verdict.toString()).isEqualTo(row.failover());
    assertThat(verdict.sentence()).endsWith(".").doesNotContain("%");
    assertThat(verdict.action()).isIn(row.code().most(), Action.START_PRIMARY);
  }

  @Test
  void everyCodeHasItsRow() {
    Set<Code> shown = EnumSet.noneOf(Code.class);
    ROWS.forEach(row -> shown.add(row.code()));
    assertThat(shown).containsAll(EnumSet.allOf(Code.class));
  }

  @Test
  void nothingIsAutomaticUnlessSaidSo() {
    Scene scene = new Scene(2, "automatic: false");
    powerLoss(2, 20).nodes.forEach(scene.nodes::put);
    Verdict verdict = scene.judge();
    assertThat(verdict.code()).isEqualTo(Code.HOST_LOST);
    assertThat(verdict.obstacles()).singleElement().asString().contains("failover.automatic");
    assertThat(verdict.startsFailover()).isFalse();
  }

  @Test
  void whatSpeaksAgainstItIsNamed() {
    Scene scene = powerLoss(2, 20);
    scene.onPrimaryHost = true;
    scene.maintenance = Optional.of("new racks");
    scene.outdated = Optional.of("an older copy");
    scene.lastAutomatic =
        Optional.of(new LastAutomatic(Scene.NOW.instant().minus(Duration.ofMinutes(59)), false));
    scene.node("bravo").paused = true;
    assertThat(scene.judge().obstacles())
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("primary's own host"),
            text -> assertThat(text).contains("new racks"),
            text -> assertThat(text).contains("an older copy"),
            text -> assertThat(text).contains("quiet period", "12:01:00"),
            text -> assertThat(text).contains("bravo: its replay is paused"));
  }

  @Test
  void theQuietPeriodEndsByItselfOrWithAPerson() {
    Scene scene = powerLoss(2, 20);
    scene.lastAutomatic =
        Optional.of(new LastAutomatic(Scene.NOW.instant().minus(Duration.ofMinutes(61)), false));
    assertThat(scene.judge().startsFailover()).isTrue();
    scene.lastAutomatic = Optional.of(new LastAutomatic(Scene.NOW.instant(), true));
    assertThat(scene.judge().startsFailover()).isTrue();
  }

  @Test
  void aCrashMayBeForTheHostItself() {
    Scene scene = new Scene(2, "automatic: true, on_crash: restart");
    killed(1).nodes.forEach(scene.nodes::put);
    assertThat(scene.judge().code()).isEqualTo(Code.POSTGRESQL_DOWN);
    assertThat(scene.judge().action()).isEqualTo(Action.START_PRIMARY);
  }

  @Test
  void aStandbyThatIsTooFarBehindDoesNotTakeOver() {
    Scene scene = powerLoss(2, 20);
    scene.node("bravo").lsn = "0/3000000";
    Verdict verdict = scene.judge();
    assertThat(verdict.code()).isEqualTo(Code.HOST_LOST);
    assertThat(verdict.obstacles()).singleElement().asString().contains("33554432 bytes behind");
  }

  @Test
  void whereCommitsWaitedForItTheDistanceSaysNothing() {
    Scene scene = powerLoss(2, 20);
    scene.confirmers = Optional.of(List.of("bravo"));
    scene.node("bravo").lsn = "0/3000000";
    assertThat(scene.judge().startsFailover()).isTrue();
    assertThat(scene.judge().choice().node()).contains("bravo");
  }

  @Test
  void whereCommitsWaitForNobodyAPersonDecides() {
    Scene scene = powerLoss(2, 20);
    scene.confirmers = Optional.of(List.of());
    assertThat(scene.judge().startsFailover()).isFalse();
    assertThat(scene.judge().obstacles()).singleElement().asString().contains("a person decides");
  }

  @Test
  void onlyOneForWhichCommitsWaitTakesOver() {
    Scene scene = powerLoss(3, 20);
    scene.confirmers = Optional.of(List.of("charlie"));
    scene.node("charlie").lsn = "0/4000000";
    assertThat(scene.judge().choice().node()).contains("charlie");
    assertThat(scene.judge().choice().refused()).containsKey("bravo");
  }

  @Test
  void ofSeveralEachHasToAnswer() {
    Scene scene = powerLoss(3, 20).silent("charlie", SqlFailure.TIMED_OUT, 20);
    scene.confirmers = Optional.of(List.of("bravo", "charlie"));
    assertThat(scene.judge().obstacles())
        .singleElement()
        .asString()
        .contains("charlie does not answer");
  }

  @Test
  void theEvidenceIsToldInWords() {
    assertThat(powerLoss(2, 9).judge().evidence())
        .satisfiesExactly(
            text -> assertThat(text).contains("no answer from alpha for 9.0 s: timed out"),
            text -> assertThat(text).contains("over SSH: no answer"),
            text ->
                assertThat(text)
                    .contains("bravo heard alpha 10.0 s ago")
                    .contains("a new connection from its host comes to nothing"));
  }
}
