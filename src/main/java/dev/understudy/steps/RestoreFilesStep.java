package dev.understudy.steps;

import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.host.RemoteJobs;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.util.Map;
import java.util.Optional;

/** Restores the backup's files as a detached job. A copy that is not whole cannot be started. */
final class RestoreFilesStep extends DetachedStep {
  /** What pgBackRest cannot go on with is begun anew; only the newest run may say it is whole. */
  private static final String JOB =
      """
      set -eu
      export LC_ALL=C
      cd /
      [ "$(head -n 1 "$base/$mark")" = "$run" ] || { echo "another run has $base now"; exit 1; }
      [ "$own" = no ] || [ "$(head -n 1 "$data.understudy-incomplete")" = "$run" ] \
        || { echo "another run makes $data now"; exit 1; }
      if [ -n "$(ls -A "$data")" ] \
        && ! { [ -e "$data/PG_VERSION" ] && [ -e "$data/backup.manifest" ]; }; then
        for link in "$data"/pg_tblspc/*; do
          [ -L "$link" ] || continue
          for part in "$(readlink "$link")"/PG_"$version"_*; do
            [ ! -d "$part" ] || runuser -u "$owner" -- find "$part" -xdev -delete
          done
        done
        runuser -u "$owner" -- find "$data/" -xdev -mindepth 1 -delete
      fi
      began=$(date +%s%3N)
      runuser -u "$owner" -- sh -c "$restore"
      printf '%s\\n' "$(($(date +%s%3N) - began))" >"$base/restored.new"
      sync "$base/restored.new"
      mv -T "$base/restored.new" "$base/restored"
      sync "$base"
      """;

  RestoreFilesStep(Sites sites, Sleeper sleeper) {
    super(sites, sleeper);
  }

  @Override
  public String name() {
    return "restore.files";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  Probe look(StepContext context) {
    RestorePlace place = RestorePlace.of(sites(), context);
    Optional<Probe> recorded = place.recorded();
    if (recorded.isPresent()) {
      return recorded.get();
    }
    Optional<String> millis = place.noted(RestorePlace.RESTORED);
    return millis.isPresent()
        ? Probe.met(Map.of("directory", place.data(), "took", millis.get().strip() + " ms"))
        : Probe.notMet(Change.of("data", place.data(), "", "restored from the repository"));
  }

  @Override
  JobSpec prepare(StepContext context) {
    RestorePlace place = RestorePlace.of(sites(), context);
    String mark = place.noted(RestorePlace.MARK).orElse("");
    String restore =
        place
            .archive()
            .restore(
                RestoreDirectoryStep.label(mark),
                place.own() ? Optional.empty() : Optional.of(place.file("tablespaces")));
    String script = place.variables() + "restore=" + Shell.quote(restore) + "\n" + JOB;
    String progress =
        PgBackRestRestore.progress(
            RemoteJobs.output(context.jobId()), RestoreDirectoryStep.size(mark));
    return new JobSpec(context.jobId(), script, "root", progress);
  }

  @Override
  String words(JobStatus failed) {
    return PgBackRestRestore.words(failed.tail());
  }
}
