package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A primary that nobody reaches is replaced, with clients of its own host writing on: at no moment
 * do two servers acknowledge rows. When it is seen again it follows.
 */
@OnLab
@Tag("long")
@Tag("failover")
class LostPrimaryIT {
  /** A frozen host's unit looks again half a second after the host goes on. */
  private static final Duration AFTER_THAW = Duration.ofMillis(800);

  @Test
  void cutOffFromAllButItsClients(Lab lab) {
    try (FailoverStage stage = FailoverStage.ready(lab)) {
      lab.verb("dark", "alpha");
      stage.awaitTakeOver();
      lab.verb("light", "alpha");
      stage.requireOneHistory("cut off, with a client on its host", Duration.ZERO);
    }
  }

  @Test
  void frozen(Lab lab) {
    try (FailoverStage stage = FailoverStage.ready(lab)) {
      lab.verb("freeze", "alpha");
      stage.awaitTakeOver();
      lab.verb("thaw", "alpha");
      Duration looked = stage.sinceTakeOver().plus(AFTER_THAW);
      stage.requireOneHistory("host frozen, and thawed after the promotion", looked);
    }
  }

  @Test
  void withoutPower(Lab lab) {
    try (FailoverStage stage = FailoverStage.ready(lab)) {
      lab.verb("power-off", "alpha");
      stage.awaitTakeOver();
      lab.verb("boot", "alpha");
      stage.requireOneHistory("power loss", Duration.ZERO);
    }
  }

  @Test
  void killed(Lab lab) {
    try (FailoverStage stage = FailoverStage.ready(lab)) {
      lab.exec("alpha", "kill -KILL \"$(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)\"");
      stage.awaitTakeOver();
      stage.requireOneHistory("postmaster killed", Duration.ZERO);
      assertThat(stage.lost()).isZero();
    }
  }
}
