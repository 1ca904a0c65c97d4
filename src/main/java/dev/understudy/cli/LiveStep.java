package dev.understudy.cli;

import dev.understudy.api.ProgressView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step that is underway, as it stands on the screen.
 *
 * @param since when this attempt began
 * @param sentence the last thing said about it
 */
record LiveStep(
    StepKey key, Instant since, int attempt, String sentence, @Nullable ProgressView progress) {
  LiveStep with(ProgressView newer) {
    return new LiveStep(key, since, attempt, sentence, newer);
  }

  LiveStep saying(String newer) {
    return new LiveStep(key, since, attempt, newer, progress);
  }
}
