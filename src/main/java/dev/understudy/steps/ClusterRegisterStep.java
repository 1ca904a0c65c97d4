package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/** Notes in the store which node is the primary and which system it is. */
final class ClusterRegisterStep implements StepType {
  private final Sites sites;

  ClusterRegisterStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "cluster.register";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    String systemId = PrimaryFacts.read(site).systemId();
    Optional<RegisteredCluster> known = site.registry().find(site.name());
    if (known.isEmpty()) {
      return Probe.notMet(
          Change.of("store", site.name(), "", "epoch 1, primary " + site.primaryName()));
    }
    requireSameSystem(site, known.get(), systemId);
    return Probe.met(
        Map.of(
            "epoch", Long.toString(known.get().epoch()),
            "primary", known.get().primaryNode(),
            "system identifier", systemId));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    String systemId = PrimaryFacts.read(site).systemId();
    String primary = site.primaryName();
    site.register(context.fence(), changes -> changes.register(site.name(), primary, systemId));
  }

  private static void requireSameSystem(Site site, RegisteredCluster known, String systemId) {
    if (!known.systemId().equals(systemId)) {
      throw new PreconditionException(
          site.name(),
          "the store knows the cluster with system identifier %s, but %s has %s"
              .formatted(known.systemId(), site.primaryName(), systemId),
          "if the server was replaced on purpose: understudy detach " + site.name());
    }
  }
}
