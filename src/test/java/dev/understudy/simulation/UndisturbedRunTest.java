package dev.understudy.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndisturbedRunTest {
  @TempDir Path root;

  @Test
  void ends() {
    Stages stages = new Stages(root.resolve("stages"));
    for (String w : java.util.List.of("provision", "remove-node", "detach", "prune", "take-over")) {
      try (Play play = new Play(stages.of(w).copy(root.resolve(w)))) {
        long t = System.nanoTime();
        play.undisturbed();
        System.out.println(w + " " + (System.nanoTime() - t) / 1000000 + " ms");
        System.out.println(play.story());
      }
    }
  }
}
