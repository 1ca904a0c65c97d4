package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
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
  private static final int TIMES = Integer.getInteger("bench.times", 1);

  /** A frozen host's unit looks again half a second after the host goes on. */
  private static final Duration AFTER_THAW = Duration.ofMillis(800);

  private static final String KILL =
      "kill -KILL \"$(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)\"";

  private static void each(Lab lab, Consumer<FailoverStage> scene) {
    for (int time = 0; time < TIMES; time++) {
      try (FailoverStage stage = FailoverStage.ready(lab)) {
        scene.accept(stage);
      }
    }
  }

  @Test
  void cutOffFromAllButItsClients(Lab lab) {
    each(
        lab,
        stage -> {
          lab.verb("dark", "alpha");
          stage.awaitTakeOver();
          lab.verb("light", "alpha");
          stage.requireOneHistory("cut off, with a client on its host", Duration.ZERO);
        });
  }

  @Test
  void frozen(Lab lab) {
    each(
        lab,
        stage -> {
          lab.verb("freeze", "alpha");
          stage.awaitTakeOver();
          lab.verb("thaw", "alpha");
          Duration looked = stage.sinceTakeOver().plus(AFTER_THAW);
          stage.requireOneHistory("host frozen, and thawed after the promotion", looked);
        });
  }

  @Test
  void withoutPower(Lab lab) {
    each(
        lab,
        stage -> {
          lab.verb("power-off", "alpha");
          stage.awaitTakeOver();
          lab.verb("boot", "alpha");
          stage.requireOneHistory("power loss", Duration.ZERO);
        });
  }

  @Test
  void killed(Lab lab) {
    each(
        lab,
        stage -> {
          lab.exec("alpha", KILL);
          stage.awaitTakeOver();
          stage.requireOneHistory("postmaster killed", Duration.ZERO);
          assertThat(stage.lost()).isZero();
        });
  }
}
