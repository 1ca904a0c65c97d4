package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestTrial;
import dev.understudy.archive.Stanza;
import dev.understudy.common.PreconditionException;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.host.CommandResult;
import dev.understudy.wal.SystemId;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/**
 * The place of this cluster in pgBackRest's repository, made before any server is told to use it. A
 * place of another cluster is never taken.
 */
final class ArchiveStanzaStep implements StepType {
  private final Sites sites;

  ArchiveStanzaStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.stanza";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<ArchiveEngine> engine = engine(site);
    if (engine.isEmpty()) {
      return Probe.met(Map.of("stanza", "not wanted by archive"));
    }
    Node node = sites.node(context);
    Stanza stanza = look(site, node, engine.get());
    if (stanza.systemId().isEmpty()) {
      return Probe.notMet(Change.of("stanza", site.name(), "", "of this cluster"));
    }
    String system = PrimaryFacts.read(site).systemId();
    requireOwn(site, stanza, system);
    return Probe.met(Map.of("stanza", site.name(), "system identifier", system));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    PgBackRestTrial trial = new PgBackRestTrial(engine(site).orElseThrow(), node.archiveHost());
    CommandResult result = node.host().run(trial.create().under(context.fence()));
    if (!result.ok()) {
      throw PgBackRestErrors.explain(node.name(), "create the stanza", said(result));
    }
  }

  private static Optional<ArchiveEngine> engine(Site site) {
    return site.archive().filter(found -> found.kind() == ArchiveConfig.Kind.PGBACKREST);
  }

  private static Stanza look(Site site, Node node, ArchiveEngine engine) {
    PgBackRestTrial trial = new PgBackRestTrial(engine, node.archiveHost());
    CommandResult result = node.host().run(trial.info());
    if (result.exit() == PgBackRestTrial.NOT_INSTALLED) {
      // So it is in a plan: the package comes with a step before this one.
      return new Stanza(Optional.empty(), "", "");
    }
    if (!result.ok()) {
      throw PgBackRestErrors.explain(node.name(), "ask the repository", said(result));
    }
    Stanza stanza = Stanza.of(result.stdout(), site.name());
    if (!stanza.error().isEmpty()) {
      throw PgBackRestErrors.explain(node.name(), "ask the repository", stanza.error());
    }
    return stanza;
  }

  private static void requireOwn(Site site, Stanza stanza, String system) {
    String version = site.version().toString();
    boolean same = stanza.systemId().equals(Optional.of(SystemId.parse(system)));
    if (!same || !stanza.version().equals(version)) {
      String found = stanza.systemId().map(Object::toString).orElse("");
      throw new PreconditionException(
          site.primaryName(),
          "the stanza %s of the repository is another cluster's: system %s of PostgreSQL %s, not %s of %s"
              .formatted(site.name(), found, stanza.version(), system, version),
          "give this cluster a prefix or path of its own; nothing was changed in the repository");
    }
  }

  private static String said(CommandResult result) {
    return result.stderr() + result.stdout();
  }
}
