package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.SlotSql;
import dev.understudy.postgres.SlotState;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node follows the cluster's primary of now: its settings, its server, and no slots of its own
 * that would keep WAL for ever. The primary itself has nothing to do.
 */
final class StandbyFollowStep implements StepType {
  private final Sites sites;
  private final List<StepType> parts;

  StandbyFollowStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.parts =
        List.of(new StandbySettingsStep(sites, server), new StandbyStartStep(sites, server));
  }

  @Override
  public String name() {
    return "standby.follow";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    if (isPrimary(site, context)) {
      return Probe.met(Map.of("primary", context.node()));
    }
    if (isReplaced(site, context)) {
      return Probe.met(Map.of("old primary", "understudy rejoin brings it back"));
    }
    List<Change> changes = new ArrayList<>();
    Map<String, String> evidence = new HashMap<>();
    for (StepType part : parts) {
      Probe probe = part.probe(context);
      evidence.putAll(probe.evidence());
      if (probe instanceof Probe.NotMet missing) {
        changes.addAll(missing.changes());
      }
    }
    Node node = site.node(context.node());
    if (node.online()) {
      ownSlots(site, node).forEach(slot -> changes.add(Change.of("slot", slot.name(), "kept", "")));
    }
    return Probe.of(changes, evidence);
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    if (isPrimary(site, context)) {
      return;
    }
    Node node = site.node(context.node());
    requireNotWritable(site, node);
    for (StepType part : parts) {
      if (part.probe(context) instanceof Probe.NotMet) {
        part.apply(context);
      }
    }
    for (SlotState slot : ownSlots(site, node)) {
      node.psql()
          .execute("drop the slot " + slot.name(), SlotSql.drop(slot.name()), context.fence());
    }
  }

  /** The old primary of a failover may have written what nobody else has. */
  private static boolean isReplaced(Site site, StepContext context) {
    return "old-primary".equals(context.with().get("but"))
        && FailoverOrders.find(site, context)
            .filter(row -> row.oldPrimary().equals(context.node()))
            .isPresent();
  }

  private static boolean isPrimary(Site site, StepContext context) {
    return site.primaryName().equals(context.node());
  }

  /** Two primaries are nothing that following could put right. */
  private static void requireNotWritable(Site site, Node node) {
    if (node.online() && !NodeState.read(node.psql()).inRecovery()) {
      throw new PreconditionException(
          node.name(),
          "takes writes, although " + site.primaryName() + " is the primary",
          "see which of them has the data that counts, and stop the other one");
    }
  }

  /** Slots that it kept for others when it was the primary. */
  private static List<SlotState> ownSlots(Site site, Node node) {
    Set<String> ours =
        site.nodes().stream().map(each -> SlotName.of(each.name())).collect(Collectors.toSet());
    return SlotState.list(node.psql().query(SlotSql.list(site.dialect()))).stream()
        .filter(slot -> ours.contains(slot.name()) && !slot.active())
        .toList();
  }
}
