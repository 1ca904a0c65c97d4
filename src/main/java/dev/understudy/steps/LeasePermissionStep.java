package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.LeaseRenewal;
import dev.understudy.host.LeaseView;
import dev.understudy.host.NodeLease;
import dev.understudy.store.RegisteredPermission;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the primary the permission to be one, without an end, so that it does not depend on a
 * service that may not have been started yet. The service takes it back with its first renewal.
 * Also tells the primary who may vouch for it.
 */
final class LeasePermissionStep implements StepType {
  /** Parameter: leave a host alone that has not been provisioned for it. */
  private static final String WHERE_INSTALLED = "where_installed";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Sites sites;

  LeasePermissionStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "lease.permission";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<RegisteredPermission> known = site.registry().permission(site.name());
    if (!site.config().failover().byLease()) {
      return known.isEmpty()
          ? Probe.met(Map.of("permission", "none needed"))
          : Probe.notMet(Change.of("store", "permission", known.get().node(), ""));
    }
    if (context.with().containsKey(WHERE_INSTALLED) && !installed(context)) {
      return Probe.met(Map.of("permission", "nothing asks for it on this host yet"));
    }
    List<Change> changes = new ArrayList<>();
    String primary = context.node();
    if (known.filter(p -> serves(p, primary)).isEmpty()) {
      changes.add(Change.of("permission", primary, "", "may be the primary"));
    } else if (!known
        .get()
        .vouchers()
        .equals(vouchers(site, context).keySet().stream().sorted().toList())) {
      changes.add(Change.of("vouchers", primary, known.get().vouchers().toString(), "new"));
    }
    return Probe.of(changes, Map.of("permission", primary));
  }

  private boolean installed(StepContext context) {
    String script = "test -x " + NodeLease.PATH;
    return sites.node(context).host().run(Command.script(script).asRoot()).ok();
  }

  private static boolean serves(RegisteredPermission known, String primary) {
    return known.node().equals(primary) && !known.ended();
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    if (!site.config().failover().byLease()) {
      site.register(context.fence(), changes -> changes.removePermission(site.name()));
      return;
    }
    Node node = sites.primary(context);
    Map<String, String> vouchers = vouchers(site, context);
    List<String> names = List.copyOf(vouchers.keySet());
    Fence fence = context.fence();
    RegisteredPermission first = first(site, node, fence);
    site.register(
        fence,
        changes ->
            changes.putPermission(
                changes
                    .permission(site.name())
                    .filter(known -> serves(known, node.name()))
                    .orElse(first)
                    .announcing(names)));
    LeaseView view = NodeLease.look(node.host(), site.name(), LIMIT);
    // While the host was waited for, a failover may have given it to another node.
    RegisteredPermission now =
        site.registry()
            .permission(site.name())
            .filter(known -> serves(known, node.name()))
            .orElseThrow(
                () ->
                    new PreconditionException(
                        node.name(),
                        "another node was made the primary meanwhile",
                        "cancel this run and start it anew: understudy run cancel "
                            + context.runId()));
    try {
      NodeLease.renew(node.host(), renewal(now, fence, view.boot(), vouchers), LIMIT);
    } catch (UnderstudyException e) {
      // A service that renews has come first, with all that this one says.
      if (site.registry().permission(site.name()).filter(now::precedes).isEmpty()) {
        throw e;
      }
    }
    site.register(
        fence,
        changes ->
            changes
                .permission(site.name())
                .filter(known -> known.list() == now.list())
                .ifPresent(known -> changes.putPermission(known.acknowledged(names))));
  }

  /** All others may have vouched: nothing is known of what the host was told before. */
  private static RegisteredPermission first(Site site, Node node, Fence fence) {
    List<String> all =
        site.nodes().stream().map(Node::name).filter(name -> !name.equals(node.name())).toList();
    Optional<RegisteredPermission> before = site.registry().permission(site.name());
    return new RegisteredPermission(
            site.name(),
            node.name(),
            fence.epoch(),
            before.map(RegisteredPermission::generation).orElse(0L),
            true,
            false,
            all,
            before.map(RegisteredPermission::list).orElse(0L),
            false)
        .withoutEnd();
  }

  /** Where the service renews one already, the host keeps the end that it has. */
  private static LeaseRenewal renewal(
      RegisteredPermission now, Fence fence, String boot, Map<String, String> vouchers) {
    return new LeaseRenewal(
        fence.owner(),
        now.cluster(),
        now.epoch(),
        now.generation(),
        boot,
        now.unlimited() ? NodeLease.EVER : 0,
        now.list(),
        vouchers);
  }

  private static Map<String, String> vouchers(Site site, StepContext context) {
    return LeaseFiles.vouchers(site, site.without(context.inputs().get("node")), context.node());
  }
}
