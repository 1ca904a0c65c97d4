package dev.understudy.steps;

import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.util.Optional;

/**
 * Where a standby streams from, in its version's way. The file that makes it a standby at all came
 * with the base backup already.
 */
final class StandbySettingsStep extends ManagedFileStep {
  StandbySettingsStep(Sites sites) {
    super(sites);
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
    return new StandbyFiles(cluster).files(sites().site(context).standbyInputs(node)).get(0);
  }

  @Override
  void afterWrite(StepContext context, Node node, PgCluster cluster) {
    if (node.online()) {
      node.psql().execute("reload", "SELECT pg_reload_conf();", context.fence());
    }
  }
}
