package dev.understudy.steps;

import dev.understudy.archive.Backup;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestReport;
import dev.understudy.archive.Retention;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Full backups beyond keep_full expire, by name, with those that need them and the WAL that only
 * they need. Nothing expires unless the run's own backup is proved and the newest.
 */
final class ArchiveRetentionStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(50);

  /** The number keeps the WAL of all that are left, whatever pgBackRest would count. */
  private static final String EXPIRE =
      """
      set -eu
      cd /
      left=$kept
      for label in "$@"; do left=$((left + 1)); done
      for label in "$@"; do
        left=$((left - 1))
        eval "$pgbackrest"' --set="$label" --repo1-retention-full="$left" expire'
      done
      """;

  private final Sites sites;

  ArchiveRetentionStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.retention";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    OptionalInt keep = site.config().archive().backups().keepFull();
    if (keep.isEmpty()) {
      return Probe.met(Map.of("kept", "all, since keep_full is not set"));
    }
    PgBackRestReport report = new BackupRepository(site, sites.primary(context)).report();
    if (!context.planning() && !newestIsOf(context.runId(), report)) {
      return Probe.met(Map.of("kept", "all, since the newest backup is not this run's"));
    }
    List<Backup> expired = expired(context, report, keep.getAsInt());
    if (expired.isEmpty()) {
      return Probe.met(Map.of("kept", report.backups().size() + " backups"));
    }
    return Probe.notMet(
        expired.stream()
            .map(backup -> Change.of("backup", backup.label(), "kept", "expired"))
            .toList());
  }

  /** In a plan the backup is still to come; one that is full counts. */
  private static List<Backup> expired(StepContext context, PgBackRestReport report, int keep) {
    boolean full = context.inputs().getOrDefault("type", "").equals("full");
    if (!context.planning() || !full) {
      return Retention.expired(report.backups(), keep);
    }
    return keep > 1
        ? Retention.expired(report.backups(), keep - 1)
        : report.backups().stream().filter(backup -> backup.type() == Backup.Type.FULL).toList();
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.primary(context);
    BackupRepository repository = new BackupRepository(site, node);
    PgBackRestReport report = repository.report();
    if (!newestIsOf(context.runId(), report)) {
      return;
    }
    BackupProof.of(repository, report, node.name(), context.runId());
    int keep = site.config().archive().backups().keepFull().orElseThrow();
    List<Backup> expired = Retention.expired(report.backups(), keep);
    long full = report.backups().stream().filter(b -> b.type() == Backup.Type.FULL).count();
    String variables =
        "pgbackrest=%s\nkept=%d\nset -- %s\n"
            .formatted(
                Shell.quote(repository.command().line("--log-level-console=info")),
                full - expired.size(),
                Shell.words(expired.stream().map(Backup::label).toList()));
    CommandResult result =
        node.host()
            .run(
                Command.script(variables + EXPIRE)
                    .as(node.cluster().owner())
                    .within(LIMIT)
                    .under(context.fence()));
    if (!result.ok()) {
      throw PgBackRestErrors.explain(
          node.name(), "let backups expire", result.stderr() + result.stdout());
    }
  }

  private static boolean newestIsOf(String run, PgBackRestReport report) {
    List<Backup> backups = report.backups();
    return !backups.isEmpty()
        && run.equals(report.runs().get(backups.get(backups.size() - 1).label()));
  }
}
