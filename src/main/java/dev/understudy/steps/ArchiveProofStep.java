package dev.understudy.steps;

import dev.understudy.workflow.StepContext;
import java.util.Map;

/** The run's backup is whole in the repository, and so is the WAL that it needs. */
final class ArchiveProofStep extends CheckStep {
  private final Sites sites;

  ArchiveProofStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.proof";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Node node = sites.primary(context);
    BackupRepository repository = new BackupRepository(sites.site(context), node);
    return BackupProof.of(repository, repository.report(), node.name(), context.runId());
  }
}
