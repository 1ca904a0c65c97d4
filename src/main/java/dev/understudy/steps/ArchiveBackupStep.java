package dev.understudy.steps;

import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.Backup;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestReport;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.host.RemoteJobs;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a base backup of the primary into the repository, as a detached job. The backup bears the
 * run's id, and pgBackRest lists finished ones only: so it is known of any attempt whether it came
 * about.
 */
final class ArchiveBackupStep extends DetachedStep {
  /** What a part of a cluster counts as, whose size nobody knows. */
  private static final int HUNDRED = 100;

  private static final String ERROR = "ERROR: [";

  ArchiveBackupStep(Sites sites, Sleeper sleeper) {
    super(sites, sleeper);
  }

  @Override
  public String name() {
    return "archive.backup";
  }

  /** Further backups may build on it. */
  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  Probe look(StepContext context) {
    Site site = sites().site(context);
    Node node = sites().primary(context);
    PgBackRestReport report = new BackupRepository(site, node).report();
    Optional<Backup> taken = report.takenBy(context.runId());
    if (taken.isPresent()) {
      return Probe.met(evidence(taken.get()));
    }
    return Probe.notMet(
        Change.of(
            "backup",
            "of " + node.name(),
            report.backups().isEmpty()
                ? ""
                : report.backups().get(report.backups().size() - 1).label(),
            type(context).label()));
  }

  static Map<String, String> evidence(Backup backup) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("backup", backup.label());
    evidence.put("type", backup.type().name().toLowerCase(Locale.ROOT));
    evidence.put("wal", backup.start() + " to " + backup.stop());
    evidence.put("positions", backup.startLsn() + " to " + backup.stopLsn());
    evidence.put("bytes", Long.toString(backup.size()));
    return evidence;
  }

  @Override
  JobSpec prepare(StepContext context) {
    Site site = sites().site(context);
    Node node = sites().primary(context);
    BackupRepository repository = new BackupRepository(site, node);
    PrimaryFacts primary = PrimaryFacts.read(site);
    if (repository.report().busy()) {
      throw ArchiveReadyStep.busy(node);
    }
    BackupJob job = new BackupJob(node, repository.command(), type(context));
    long total = whole(context) ? primary.dataBytes() : HUNDRED;
    return new JobSpec(
        context.jobId(),
        job.script(context.runId()),
        "root",
        BackupJob.progress(RemoteJobs.output(context.jobId()), site.name(), total));
  }

  private static BackupJob.Type type(StepContext context) {
    return BackupJob.Type.of(context.inputs().getOrDefault("type", ""));
  }

  private static boolean whole(StepContext context) {
    return type(context) == BackupJob.Type.FULL;
  }

  @Override
  String unit(StepContext context) {
    return whole(context) ? super.unit(context) : "percent of what has changed";
  }

  @Override
  ErrorClass classify(JobStatus failed) {
    ErrorClass general = super.classify(failed);
    return general == ErrorClass.NO_SPACE ? general : explained(failed).errorClass();
  }

  @Override
  String words(JobStatus failed) {
    return failed.tail().contains(ERROR)
        ? explained(failed).getMessage()
        : "it was broken off; the last that pgBackRest said: " + BackupJob.lastWords(failed.tail());
  }

  @Override
  @Nullable String remedy(StepContext context, JobStatus failed) {
    String general = super.remedy(context, failed);
    return general != null ? general : explained(failed).remedy();
  }

  /** What stands before an error says nothing about it: there is the whole command line. */
  private static ArchiveException explained(JobStatus failed) {
    int error = failed.tail().indexOf(ERROR);
    String said = error < 0 ? "" : failed.tail().substring(error);
    return PgBackRestErrors.explain("", "take the backup", said);
  }
}
