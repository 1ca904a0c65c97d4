package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wal.Lsn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoveryLogTest {
  /** What PostgreSQL 15 writes. */
  private static final String STOPPED =
      """
      2026-11-24 21:45:01.100 UTC LOG:  starting PostgreSQL 15.14 (Debian 15.14-0+deb12u1)
      2026-11-24 21:45:01.200 UTC LOG:  database system was interrupted; last known up at 2026-11-24 03:00:00 UTC
      2026-11-24 21:45:02.000 UTC LOG:  redo starts at 0/4000028
      2026-11-24 21:45:03.600 UTC LOG:  recovery stopping before commit of transaction 745, time 2026-11-24 21:40:01.5+00
      """;

  private static final String ENDED =
      """
      2026-11-24 21:45:02.000 UTC LOG:  redo starts at 0/4000028
      2026-11-24 21:45:05.000 UTC LOG:  redo done at 0/5000148 system usage: CPU: user: 0.00 s
      2026-11-24 21:45:05.000 UTC LOG:  last completed transaction was at log time 2026-11-24 21:39:00+00
      2026-11-24 21:45:05.001 UTC FATAL:  recovery ended before configured recovery target was reached
      """;

  @Test
  void saysWhereItStoppedAndHowLongItTook() {
    RecoveryLog log = RecoveryLog.parse(STOPPED);

    assertThat(log.stopped().orElseThrow()).contains("before commit of transaction 745");
    assertThat(log.redoStart()).contains(Lsn.parse("0/4000028"));
    assertThat(log.replay()).isEqualTo(Duration.ofMillis(2500));
    assertThat(log.failures()).isEmpty();
  }

  @Test
  void saysWhyItGaveUp() {
    RecoveryLog log = RecoveryLog.parse(ENDED);

    assertThat(log.stopped()).isEmpty();
    assertThat(log.lastTransaction().orElseThrow()).contains("21:39:00");
    assertThat(String.join(" ", log.failures())).contains(RecoveryLog.BEFORE_TARGET);
  }

  @Test
  void ofNothingItSaysNothing() {
    assertThat(RecoveryLog.parse("").stopped()).isEmpty();
    assertThat(RecoveryLog.parse("").replay()).isEqualTo(Duration.ZERO);
  }
}
