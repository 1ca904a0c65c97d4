package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.PgBackRestReport;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.HostException;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.wal.SystemId;
import dev.understudy.workflow.StepContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A base backup is worth nothing without WAL, so archiving has to work before one is taken. */
final class ArchiveReadyStep extends CheckStep {
  /** Who takes a backup on this host, by its command line; nothing when that cannot be told. */
  private static final String HOLDER =
      """
      for proc in $(grep -lszxF -e "--stanza=$stanza" /proc/[0-9]*/cmdline); do
        ! tr '\\0' '\\n' <"$proc" 2>/dev/null | grep -qx -e backup || tr '\\0' ' ' <"$proc"
      done
      exit 0
      """;

  private final Sites sites;

  ArchiveReadyStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.ready";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.primary(context);
    BackupRepository repository = new BackupRepository(site, node);
    String system = PrimaryFacts.read(site).systemId();
    requireArchiving(node, repository);
    requireShipping(site, node);
    PgBackRestReport report = repository.report();
    if (!report.stanza().systemId().equals(Optional.of(SystemId.parse(system)))) {
      throw new PreconditionException(
          node.name(), "the repository has no place of this cluster yet", provision(context));
    }
    requireIdle(context, node, report);
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("stanza", site.name());
    evidence.put("backups", Integer.toString(report.backups().size()));
    return evidence;
  }

  private static void requireArchiving(Node node, BackupRepository repository) {
    JsonNode mode =
        node.psql()
            .row(
                "SELECT current_setting('archive_mode') AS mode,"
                    + " current_setting('archive_command') AS command");
    boolean ours = mode.path("command").asText().equals(repository.engine().archiveCommand());
    if (mode.path("mode").asText().equals("off") || !ours) {
      throw new PreconditionException(
          node.name(),
          "the server does not archive its WAL as the configuration says",
          "provision the cluster first");
    }
  }

  private static void requireShipping(Site site, Node node) {
    for (JsonNode failing : node.psql().query(new ArchiverSql(site.dialect()).failing())) {
      throw new HostException(
          ErrorClass.REMOTE_EXIT,
          node.name(),
          "archiving fails: the server could not ship %s, last tried %s"
              .formatted(failing.path("segment").asText(), failing.path("at").asText()),
          "see the server's log for the reason; a backup would lack that WAL",
          null);
    }
  }

  /** The backup of this very run does not stand in its own way, when the run is resumed. */
  private static void requireIdle(StepContext context, Node node, PgBackRestReport report) {
    if (!report.busy()) {
      return;
    }
    String script = "stanza=%s\n".formatted(Shell.quote(context.cluster())) + HOLDER;
    String holder =
        node.host().run(Command.script(script).asRoot()).orThrow("see who backs up").stdout();
    if (!holder.contains(PgBackRestReport.RUN + "=" + context.runId())) {
      throw busy(node);
    }
  }

  static HostException busy(Node node) {
    return new HostException(
        ErrorClass.REMOTE_EXIT,
        node.name(),
        "somebody else takes a backup of the cluster, or lets backups expire, on this host",
        "wait for its end, or end it: pgrep -af pgbackrest",
        null);
  }

  private static String provision(StepContext context) {
    return "understudy provision " + context.cluster();
  }
}
