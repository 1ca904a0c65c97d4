package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.Map;

/**
 * A step of the user's own: {@code run} brings the goal about, {@code unless} succeeds when it is
 * met. Both are shell scripts, run as {@code user} (root when left out).
 */
final class CommandStep implements StepType {
  private static final Duration LIMIT = Duration.ofHours(1);

  private final Sites sites;

  CommandStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    CommandResult result =
        sites.node(context).host().run(command(context, "unless").within(Duration.ofMinutes(1)));
    return result.ok()
        ? Probe.met(Map.of("unless", result.stdout().strip()))
        : Probe.notMet(Change.of("command", context.step(), "", parameter(context, "run")));
  }

  @Override
  public void apply(StepContext context) {
    sites
        .node(context)
        .host()
        .run(command(context, "run").within(LIMIT).under(context.fence()))
        .orThrow("run the command of step " + context.step());
  }

  private static Command command(StepContext context, String parameter) {
    Object user = context.with().getOrDefault("user", "root");
    return Command.script(parameter(context, parameter)).as(user.toString());
  }

  static String parameter(StepContext context, String name) {
    Object value = context.with().get(name);
    if (value == null) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          context.step(),
          "the step needs the parameter " + name,
          "add it under with: in the workflow file",
          null);
    }
    return value.toString();
  }
}
