package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.NodeState;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the chosen standby the WAL that only the disk of the old primary has. Where that cannot be
 * had the failover goes on without it, and says so.
 */
final class FailoverSalvageStep implements StepType {
  private static final Set<ErrorClass> PASSING =
      EnumSet.of(ErrorClass.CONNECTION, ErrorClass.TIMEOUT, ErrorClass.UNKNOWN);

  private final Sites sites;
  private final ServerControl server;

  FailoverSalvageStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "failover.salvage";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<FailoverRow> row = FailoverOrders.find(site, context);
    return row.flatMap(FailoverRow::salvage)
        .map(text -> Probe.met(Map.of("salvage", text)))
        .orElseGet(
            () ->
                Probe.notMet(
                    Change.of("WAL", site.primaryName(), "what no standby has", "rescued")));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    FailoverRow row = FailoverOrders.require(site, context);
    Map<String, Object> salvage = salvage(context, site, row);
    site.register(
        context.fence(), changes -> changes.failoverSalvaged(row.run(), Json.write(salvage)));
  }

  private Map<String, Object> salvage(StepContext context, Site site, FailoverRow row) {
    Node old = site.node(row.oldPrimary());
    Node candidate = site.node(row.candidate().orElseThrow());
    if (row.proof().filter(ConfirmationFencing.NAME::equals).isPresent()) {
      return Map.of("none", "the standby has every acknowledged commit");
    }
    if (!mayAnswer(row)) {
      return Map.of("none", "its host did not answer when it was fenced");
    }
    try {
      if (old.online()) {
        return Map.of("none", "a server still runs in its directory");
      }
      NodeState state = NodeState.read(candidate.psql());
      Salvage salvage = new Salvage(site, old, candidate);
      Salvage.Found found = salvage.look(state);
      if (found.segments().isEmpty()) {
        return Map.of("none", "the standby has everything, up to " + state.replayed());
      }
      List<String> brought = salvage.bring(found, context.fence());
      salvage.offer(server, context.fence());
      return Map.of("from", state.replayed(), "last", found.last(), "segments", brought);
    } catch (UnderstudyException e) {
      if (e.errorClass() == ErrorClass.FENCED || againFirst(context, row, e.errorClass())) {
        throw e;
      }
      return Map.of("none", e.getMessage());
    }
  }

  /** Clients wait, and a host that is gone takes long to say so. */
  private static boolean mayAnswer(FailoverRow row) {
    JsonNode ssh = Json.read(row.fencing().orElse("{}")).path("ssh");
    return ssh.isMissingNode() || ssh.isObject();
  }

  /** A host that was there a moment ago is asked once more. */
  private static boolean againFirst(StepContext context, FailoverRow row, ErrorClass error) {
    return context.attempt() == 1
        && row.proof().filter("ssh"::equals).isPresent()
        && PASSING.contains(error);
  }
}
