package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings in a real store, look after look. */
class FindingsTest {
  /** Opened and closed by one look. */
  private static final CheckId GAPS = CheckId.ARCHIVE_GAPS;

  /** Two looks in each direction. */
  private static final CheckId STALENESS = CheckId.ARCHIVE_STALENESS;

  @TempDir Path data;
  private Store store;
  private Findings findings;
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    findings = new Findings(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Findings.Change> look(CheckId check, boolean whole, Finding... found) {
    now = now.plusSeconds(30);
    LookResult result = new LookResult(Arrays.stream(found).map(Checked::of).toList(), whole);
    return findings.take("orders", Set.of(check), result, now);
  }

  private List<Findings.Change> look(CheckId check, Severity severity, String sentence) {
    return look(
        check,
        severity != Severity.UNKNOWN,
        new Finding(check.id(), severity, sentence)
            .with(Measure.of("lag", 7, Measure.Unit.BYTES).upTo(1L, null)));
  }

  @Test
  void aFindingOpensGetsGraverAndClosesAndItsHistoryStays() {
    assertThat(look(STALENESS, Severity.WARNING, "waits")).isEmpty();
    assertThat(findings.list(true)).as("pending").isEmpty();
    assertThat(look(STALENESS, Severity.WARNING, "waits longer"))
        .extracting(Findings.Change::severity)
        .containsExactly(Severity.WARNING);
    Instant opened = now;
    look(STALENESS, Severity.CRITICAL, "waits very long");
    look(STALENESS, Severity.CRITICAL, "waits for ever");
    look(STALENESS, Severity.OK, "fine");

    StoredFinding open = findings.list(false).get(0);
    assertThat(open.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(open.sentence()).as("not that of a fine look").isEqualTo("waits for ever");
    assertThat(open.opened()).isEqualTo(opened);
    assertThat(open.seen()).isEqualTo(now.minusSeconds(30));
    assertThat(open.measures())
        .containsExactly(Measure.of("lag", 7, Measure.Unit.BYTES).upTo(1L, null));

    look(STALENESS, Severity.OK, "all is shipped");

    assertThat(findings.list(false)).isEmpty();
    StoredFinding closed = findings.find(open.id()).orElseThrow();
    assertThat(closed.closed()).isEqualTo(now);
    assertThat(closed.changes())
        .extracting(StoredFinding.Change::severity, StoredFinding.Change::sentence)
        .containsExactly(
            tuple(Severity.WARNING, "waits longer"),
            tuple(Severity.CRITICAL, "waits for ever"),
            tuple(Severity.OK, "all is shipped"));
  }

  @Test
  void aServiceThatStartsAnewGoesOnCounting() {
    look(STALENESS, Severity.WARNING, "waits");
    store.close();
    open();

    assertThat(look(STALENESS, Severity.WARNING, "waits")).hasSize(1);
  }

  @Test
  void eachNodeHasItsOwnAndOneThatIsGoneCloses() {
    Finding alpha = Finding.warning(GAPS.id(), "bad").on("alpha");
    Finding bravo = Finding.critical(GAPS.id(), "worse").on("bravo");
    look(GAPS, true, alpha, bravo);
    assertThat(findings.list(false)).hasSize(2);

    assertThat(look(GAPS, false, alpha)).as("not all could be asked").isEmpty();
    assertThat(look(GAPS, true, alpha))
        .extracting(Findings.Change::key, Findings.Change::severity)
        .containsExactly(tuple(new FindingKey(GAPS.id(), "bravo"), Severity.OK));
    assertThat(findings.list(false)).hasSize(1);
  }

  @Test
  void checksThatWereNotDueStayAsTheyAre() {
    look(GAPS, Severity.CRITICAL, "missing");

    look(CheckId.RESTORE_DRILL, true);

    assertThat(findings.list(false)).hasSize(1);
    assertThat(findings.lastLook("orders", GAPS)).contains(now.minusSeconds(30));
    assertThat(findings.lastLook("orders", CheckId.ARCHIVE_WRITER)).isEmpty();
  }

  @Test
  void whatWasClosedLongAgoIsForgottenWithItsHistory() {
    look(GAPS, Severity.CRITICAL, "missing");
    look(GAPS, Severity.OK, "there");
    look(GAPS, Severity.CRITICAL, "missing again");
    new Silences(store).put(silence(Silence.Kind.SILENCE, null, Duration.ofSeconds(-30)));
    new Silences(store).put(silence(Silence.Kind.SILENCE, null, Duration.ofSeconds(30)));

    findings.forget(now);

    assertThat(findings.list(true))
        .extracting(StoredFinding::sentence)
        .containsExactly("missing again");
    assertThat(rows("finding_change")).isEqualTo(1);
    assertThat(rows("silence")).isEqualTo(1);
  }

  @Test
  void anAcknowledgementEndsWhenItsFindingClosesOrGetsGraver() {
    look(GAPS, Severity.WARNING, "missing");
    acknowledge();
    assertThat(told()).isFalse();

    look(GAPS, Severity.CRITICAL, "more missing");
    assertThat(told()).as("graver").isTrue();
    acknowledge();
    look(GAPS, Severity.WARNING, "less missing");
    assertThat(told()).as("milder").isFalse();
    look(GAPS, Severity.OK, "there");
    look(GAPS, Severity.WARNING, "missing again");

    assertThat(told()).as("another one").isTrue();
  }

  @Test
  void aSilenceHoldsForWhatIsStillToComeUntilItsTimeIsOver() {
    Silences silences = new Silences(store);
    silences.put(silence(Silence.Kind.SILENCE, null, Duration.ofMinutes(10)));
    look(GAPS, Severity.WARNING, "missing");
    assertThat(told()).isFalse();
    now = now.plus(Duration.ofMinutes(10));
    assertThat(told()).isTrue();

    Silence work = silences.put(silence(Silence.Kind.MAINTENANCE, null, Duration.ofHours(1)));
    assertThat(Silences.maintained(silences.list(), "orders", "alpha", now)).isTrue();
    assertThat(Silences.maintained(silences.list(), "stock", "alpha", now)).isFalse();
    silences.end(work.id(), now, "maria");

    assertThat(told()).isTrue();
    assertThat(Silences.maintained(silences.list(), "orders", "alpha", now)).isFalse();
  }

  @Test
  void thatNothingIsKnownOfASilentNodeIsNoFindingOfItsOwn() {
    for (int i = 0; i < 4; i++) {
      now = now.plusSeconds(30);
      LookResult result =
          new LookResult(
              List.of(
                  Checked.of(Finding.warning("server-answers", "silent").on("bravo")),
                  Checked.of(Finding.unknown("replication-lag", "bravo is silent").on("bravo")),
                  Checked.of(Finding.unknown("replication-lag", "why?").on("charlie"))),
              false);
      findings.take("orders", Set.of(CheckId.SERVER_ANSWERS, CheckId.REPLICATION_LAG), result, now);
    }
    assertThat(findings.list(true))
        .extracting(finding -> finding.key().toString())
        .containsExactlyInAnyOrder("server-answers/bravo", "replication-lag/charlie");
  }

  @Test
  void whatExplainsItNeedNotBeDueInTheSameLook() {
    Checked silent = Checked.of(Finding.critical("no-primary", "alpha is silent"));
    Checked unknown = Checked.of(Finding.unknown("slot-lost", "no primary answers"));
    for (int i = 0; i < 4; i++) {
      now = now.plusSeconds(1);
      LookResult result = new LookResult(List.of(unknown), List.of(silent, unknown), false);
      findings.take("orders", Set.of(CheckId.SLOT_LOST), result, now);
    }
    assertThat(findings.list(true)).isEmpty();
  }

  @Test
  void aBeatThatWasMissedOpensNothingAndHidesNothing() {
    assertThat(look(CheckId.SLOT_LOST, Severity.UNKNOWN, "why?")).isEmpty();

    assertThat(look(CheckId.SLOT_LOST, Severity.CRITICAL, "lost"))
        .extracting(Findings.Change::severity)
        .containsExactly(Severity.CRITICAL);
  }

  private void acknowledge() {
    long finding = findings.list(false).get(0).id();
    new Silences(store).put(silence(Silence.Kind.ACKNOWLEDGEMENT, finding, Duration.ofHours(1)));
  }

  private Silence silence(Silence.Kind kind, Long finding, Duration span) {
    return new Silence(
        0,
        kind,
        "orders",
        "",
        "",
        finding,
        "maria",
        "known",
        now.minusSeconds(60),
        now.plus(span),
        null);
  }

  private boolean told() {
    Optional<Silence> covering =
        Silences.covering(new Silences(store).list(), findings.list(false).get(0), now);
    return covering.isEmpty();
  }

  private int rows(String table) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }
}
