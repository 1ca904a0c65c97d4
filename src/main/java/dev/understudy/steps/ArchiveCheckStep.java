package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.Repositories;
import dev.understudy.archive.Repository;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A segment that is finished now has to arrive: the primary ships it, every node gets it back out
 * of the archive with the same content, and the service sees it in the repository itself.
 */
final class ArchiveCheckStep extends CheckStep {
  private static final Duration SHIPPED = Duration.ofMinutes(2);

  private final Sites sites;
  private final ServerControl server;

  ArchiveCheckStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "archive.check";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Optional<ArchiveEngine> engine = site.archive();
    if (engine.isEmpty()) {
      return Map.of("archive", "none");
    }
    Node primary = sites.node(context);
    String segment = ship(context, site, primary);
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("segment", segment);
    ArchivedCopy copies = new ArchivedCopy(engine.get().places(), segment);
    String original = copies.original(primary, site.dialect());
    for (Node node : site.nodes()) {
      context.safePoint();
      evidence.put("back on " + node.name(), same(node, original, copies.fetched(node)));
    }
    evidence.put("repository", seen(site, engine.get(), segment));
    return evidence;
  }

  /** Finishes a segment and waits until the archiver says that it has shipped it. */
  private String ship(StepContext context, Site site, Node primary) {
    ArchiverSql sql = new ArchiverSql(site.dialect());
    String segment =
        primary.psql().execute("finish a segment", sql.finishSegment(), context.fence()).strip();
    try {
      server.await(
          primary,
          "the segment " + segment + " to be archived",
          SHIPPED,
          () -> {
            context.safePoint();
            return primary.psql().row(sql.shipped(segment)).path("shipped").asBoolean();
          });
    } catch (UnderstudyException e) {
      throw ServerLog.explain(primary, primary.cluster(), e);
    }
    return segment;
  }

  private static String same(Node node, String original, String fetched) {
    if (!original.isEmpty() && !original.equals(fetched)) {
      throw new PreconditionException(
          node.name(),
          "the archive gives back another content than the primary wrote",
          "see who else writes there; keep the archive as it is until that is known");
    }
    return "SHA-256 " + fetched.substring(0, 16) + "…";
  }

  /** What the service itself sees, where it can look: a path is one of the hosts. */
  private static String seen(Site site, ArchiveEngine engine, String segment) {
    RepositoryConfig config = site.config().archive().repository().orElse(null);
    if (!(config instanceof RepositoryConfig.S3 s3)) {
      return "not looked at from here";
    }
    try (Repository repository = Repositories.open(s3)) {
      if (engine.holds(repository, segment)) {
        return repository.name() + " holds it";
      }
      throw new PreconditionException(
          site.primaryName(),
          "pgBackRest says that "
              + segment
              + " is archived, and "
              + repository.name()
              + " lacks it",
          "check endpoint, bucket and prefix, and that the hosts reach the same S3 as the service");
    } catch (ArchiveException e) {
      if (s3.keys().isPresent() && !ArchivePreflight.away(e)) {
        throw e;
      }
      return "not to be seen from here: " + e.getMessage();
    }
  }
}
