package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import dev.understudy.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledAuditsTest {
  private static final Set<CheckId> GAPS = Set.of(CheckId.ARCHIVE_GAPS);

  @TempDir Path data;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private Store store;
  private Findings findings;

  @BeforeEach
  void open() {
    store = Store.openForWriting(data);
    findings = new Findings(store);
  }

  @AfterEach
  void close() {
    goOn.countDown();
    store.close();
  }

  private LookResult slow(String cluster, Set<CheckId> checks) {
    looks.incrementAndGet();
    try {
      assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new LookResult(List.of(Checked.of(Finding.critical("archive-gaps", "missing"))), true);
  }

  @Test
  void whatIsUnderWayIsNotBegunAgainAndItsFindingIsKept() {
    try (ScheduledAudits audits = audits(this::slow)) {
      audits.begin("orders", GAPS);
      audits.begin("orders", GAPS);
      audits.begin("stock", GAPS);
      audits.begin("orders", GAPS);
      goOn.countDown();
      await(() -> findings.list(false).size() == 2);
    }
    assertThat(looks).hasValue(2);
  }

  @Test
  void aLookThatDoesNotEndIsAFindingToo() {
    try (ScheduledAudits audits = audits(this::slow)) {
      audits.begin("orders", GAPS);
      await(() -> looks.get() == 1);
      now = now.plus(Duration.ofMinutes(6));
      audits.begin("orders", GAPS);

      StoredFinding stuck = findings.list(false).get(0);
      assertThat(stuck.severity()).isEqualTo(Severity.UNKNOWN);
      assertThat(stuck.sentence()).contains("began at 2026-01-31T12:00:00Z has not ended");
      goOn.countDown();
      await(() -> findings.list(false).get(0).severity() == Severity.CRITICAL);
    }
  }

  @Test
  void aLookThatFailsIsUnknownAndWithoutSecrets() {
    // There is no such site: what the auditor does fails.
    ScheduledAudits broken =
        ScheduledAudits.of(
            null,
            () -> {
              throw new IllegalStateException("the password is swordfish");
            },
            findings,
            clock(),
            text -> text.replace("swordfish", "******"),
            () -> Duration.ofDays(1));
    try (broken) {
      broken.begin("orders", GAPS);
      await(() -> !findings.list(false).isEmpty());
    }
    StoredFinding finding = findings.list(false).get(0);
    assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
    assertThat(finding.sentence()).isEqualTo("it could not be checked: the password is ******");
  }

  private ScheduledAudits audits(ScheduledAudits.Look look) {
    return new ScheduledAudits(look, findings, clock(), () -> Duration.ofDays(400));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
