package dev.understudy.steps;

import dev.understudy.host.Command;
import dev.understudy.host.Guard;
import dev.understudy.host.Host;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes the guard off a host: what it knows of the cluster, and itself with the last cluster. */
final class HostRemoveGuardStep implements StepType {
  /** While the guard knows of any cluster, all of it is in use. */
  private static final String LEFTOVERS =
      """
      for cluster in /var/lib/understudy/guard/*; do
        [ ! -d "$cluster" ] || exit 0
      done
      for path in %s /var/lib/understudy; do
        [ ! -e "$path" ] || printf '%%s\\n' "$path"
      done
      """
          .formatted(Guard.PATH);

  private final Sites sites;
  private final Guard guard;

  HostRemoveGuardStep(Sites sites, Guard guard) {
    this.sites = sites;
    this.guard = guard;
  }

  @Override
  public String name() {
    return "host.remove-guard";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Host host = sites.node(context).host();
    List<Change> changes = new ArrayList<>();
    guard
        .read(host, context.cluster())
        .ifPresent(
            seen ->
                changes.add(Change.of("guard", context.cluster(), "owner " + seen.owner(), "")));
    leftovers(host).forEach(path -> changes.add(Change.of("file", path, "left over", "")));
    return Probe.of(changes, Map.of("guard", "knows nothing of " + context.cluster()));
  }

  /** With the last cluster the records of jobs go too: nobody is left to ask for them. */
  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    if (guard.read(node.host(), context.cluster()).isEmpty()) {
      // Taken off halfway, it is put back in order to take itself off in order.
      guard.install(node.host(), context.fence());
    }
    node.jobs().forgetEnded(context.fence());
    guard.remove(node.host(), context.fence());
  }

  private static List<String> leftovers(Host host) {
    return host.run(Command.script(LEFTOVERS).asRoot())
        .orThrow("look for what is left of Understudy")
        .stdout()
        .lines()
        .toList();
  }
}
