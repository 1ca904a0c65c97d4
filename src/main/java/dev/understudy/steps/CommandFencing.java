package dev.understudy.steps;

import java.time.Duration;
import java.util.Map;

/** A command of the user's own, run where the service runs; status 0 is the proof. */
final class CommandFencing implements FencingMethod {
  private final String command;

  CommandFencing(String command) {
    this.command = command;
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public FencingOutcome fence(FencingOrder order) {
    LocalCommand.Ended ended =
        LocalCommand.run(command, environment(order), order.limit().minus(Duration.ofSeconds(2)));
    return ended.ok()
        ? new FencingOutcome.Proof(
            Map.of("command", command, "exit status", "0", "output", ended.output()))
        : new FencingOutcome.NoProof(ended.words());
  }

  private static Map<String, String> environment(FencingOrder order) {
    return Map.of(
        "UNDERSTUDY_CLUSTER", order.site().name(),
        "UNDERSTUDY_OLD_PRIMARY", order.primary().name(),
        "UNDERSTUDY_OLD_HOST", order.primary().address(),
        "UNDERSTUDY_RUN", order.run());
  }
}
