package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the engine on a rig have in common. */
abstract class RigTest {
  @TempDir Path directory;
  EngineRig rig;

  @BeforeEach
  void openRig() {
    rig = new EngineRig(directory);
  }

  @AfterEach
  void closeRig() {
    rig.close();
  }

  static UnderstudyException error(ErrorClass type) {
    return new UnderstudyException(type, "alpha", type.label() + " trouble", "do this", null);
  }

  /** Fails the first times, then does what the type usually does. */
  static Consumer<StepContext> failing(int times, ErrorClass type, Consumer<StepContext> then) {
    int[] left = {times};
    return context -> {
      synchronized (left) {
        if (left[0]-- > 0) {
          throw error(type);
        }
      }
      then.accept(context);
    };
  }

  /** Works in small pieces until the latch opens, with a safe point between them. */
  static Consumer<StepContext> until(CountDownLatch latch, Consumer<StepContext> then) {
    return context -> {
      while (latch.getCount() > 0) {
        context.safePoint();
        Thread.onSpinWait();
      }
      then.accept(context);
    };
  }
}
