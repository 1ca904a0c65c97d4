package dev.understudy.steps;

import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.util.List;
import java.util.Optional;

/**
 * Where a standby streams from, in its version's way. The file that makes it a standby at all came
 * with the base backup already.
 */
final class StandbySettingsStep extends ManagedFileStep {
  private final ServerControl server;

  StandbySettingsStep(Sites sites, ServerControl server) {
    super(sites);
    this.server = server;
  }

  @Override
  public String name() {
    return "standby.settings";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  String path(PgCluster cluster) {
    return cluster.dialect().has(Capability.STANDBY_SIGNAL)
        ? cluster.standbySettingsFile()
        : new StandbyFiles(cluster).markerFile();
  }

  /** Before version 10 the password stands in it. */
  @Override
  boolean secret(PgCluster cluster) {
    return !cluster.dialect().has(Capability.PASSFILE_PARAMETER);
  }

  @Override
  FileSpec desired(StepContext context, Node node, PgCluster cluster, Optional<FileSpec> current) {
    Node standby = sites().standby(context);
    return new StandbyFiles(cluster).files(sites().site(context).standbyInputs(standby)).get(0);
  }

  /** A standby that runs already is told, in the way that its version listens to. */
  @Override
  void afterWrite(StepContext context, Node node, PgCluster cluster) {
    if (!node.online()) {
      return;
    }
    if (cluster.dialect().has(Capability.CONNINFO_RELOADABLE)) {
      node.psql().execute("reload", "SELECT pg_reload_conf();", context.fence());
    } else {
      server.restart(node, cluster, context.fence());
    }
  }

  /** A crash between the writing and the reload leaves a standby that follows by older settings. */
  @Override
  List<Change> furtherChanges(StepContext context, Node node, PgCluster cluster) {
    if (!node.online() || !cluster.dialect().has(Capability.STANDBY_SIGNAL)) {
      return List.of();
    }
    String wanted =
        new StandbyFiles(cluster)
            .primaryConninfo(sites().site(context).standbyInputs(node))
            .toString();
    String running =
        node.psql()
            .row("SELECT current_setting('primary_conninfo') AS value")
            .path("value")
            .asText();
    return running.equals(wanted)
        ? List.of()
        // The text itself is not shown: somebody may have written a password into it.
        : List.of(Change.of("setting", "primary_conninfo", "another", "as written"));
  }
}
