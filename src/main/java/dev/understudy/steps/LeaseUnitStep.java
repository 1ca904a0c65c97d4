package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.LeaseView;
import dev.understudy.host.NodeLease;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the unit that keeps watch over a node's permission, now and with every boot. */
final class LeaseUnitStep implements StepType {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Whether it runs what is installed: a process reads its script and its settings once. */
  private static final String LOOK =
      """
      systemctl is-enabled --quiet "$unit" || echo boot
      systemctl is-active --quiet "$unit" || { echo active; exit 0; }
      cat "$script" "$lease/config" | sha256sum | cmp -s - "$lease/running" || echo current
      """;

  private static final String START =
      """
      set -eu
      systemctl daemon-reload
      systemctl enable --quiet "$unit"
      cat "$script" "$lease/config" | sha256sum >"$lease/running"
      systemctl restart "$unit"
      """;

  private final Sites sites;
  private final ServerControl server;

  LeaseUnitStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "lease.unit";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    if (!site.config().failover().byLease()) {
      return Probe.met(Map.of("lease", "none"));
    }
    Node node = sites.node(context);
    List<Change> changes = new ArrayList<>();
    node.host()
        .run(Command.script(variables(site, node) + LOOK).asRoot())
        .orThrow("look at the unit of fencing by lease")
        .stdout()
        .lines()
        .forEach(lacks -> changes.add(Change.of("unit", NodeLease.unit(site.name()), "", lacks)));
    return Probe.of(changes, Map.of("unit", NodeLease.unit(site.name()) + " runs"));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    node.host()
        .run(Command.script(variables(site, node) + START).asRoot().under(context.fence()))
        .orThrow("start the unit of fencing by lease");
    server.await(node, "the unit of fencing by lease", LIMIT, () -> keepsWatch(site, node));
    site.register(
        context.fence(),
        changes ->
            changes
                .permission(site.name())
                .filter(known -> known.node().equals(node.name()) && !known.enforced())
                .ifPresent(known -> changes.putPermission(known.enforced(true))));
  }

  private static boolean keepsWatch(Site site, Node node) {
    LeaseView view = NodeLease.look(node.host(), site.name(), LIMIT);
    return view.enforced();
  }

  private static String variables(Site site, Node node) {
    LeaseFiles files = new LeaseFiles(site, node);
    return "unit=%s\nscript=%s\nlease=%s\n"
        .formatted(Shell.quote(files.unit()), NodeLease.PATH, Shell.quote(files.directory()));
  }
}
