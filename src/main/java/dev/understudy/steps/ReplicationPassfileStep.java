package dev.understudy.steps;

import dev.understudy.host.FileSpec;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.util.Optional;

/**
 * The password file that a node connects to every other node with, whichever of them is the
 * primary.
 */
final class ReplicationPassfileStep extends ManagedFileStep {
  ReplicationPassfileStep(Sites sites) {
    super(sites);
  }

  @Override
  public String name() {
    return "replication.passfile";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  String path(PgCluster cluster) {
    return cluster.passFile();
  }

  @Override
  boolean secret(PgCluster cluster) {
    return true;
  }

  @Override
  FileSpec desired(StepContext context, Node node, PgCluster cluster, Optional<FileSpec> current) {
    Site site = sites().site(context);
    return new StandbyFiles(cluster)
        .passFile(
            site.without(context.inputs().get("node")),
            site.password(ManagedRole.REPLICATOR),
            site.password(ManagedRole.REWIND));
  }
}
