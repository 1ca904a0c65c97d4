package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.Command;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Takes the base backup as a detached job on the standby. The data directory carries its marker
 * until the copy is complete, verified and says of itself that it is a standby, so that it can
 * never be started as something else.
 */
final class StandbyBaseBackupStep extends DetachedStep {
  private static final String PREPARE =
      """
      refuse() { echo "refused: $1" >&2; exit 3; }
      [ -z "$postmaster" ] || refuse "a server runs in $dir (process $postmaster)"
      [ ! -e "$dir/postmaster.pid" ] || refuse "$dir/postmaster.pid shows that a server was started"
      if [ "$exists" = yes ]; then
        [ -n "$marker" ] || refuse "$dir is not empty and no run of ours is making it"
        find "$dir" -mindepth 1 -delete
        sed 1d "$dir.understudy-incomplete" | while IFS= read -r place; do
          find "$place" -mindepth 1 -delete
        done
      fi
      install -d -o "$owner" -g "$owner" "$(dirname "$dir")"
      install -d -o "$owner" -g "$owner" -m 0700 "$dir"
      printf '%s\\n' "$run" >"$dir.understudy-incomplete"
      for place in "$@"; do
        [ -d "$place" ] && [ -n "$(ls -A "$place")" ] \
          && refuse "the tablespace directory $place is not empty"
        install -d -o "$owner" -g "$owner" -m 0700 "$place"
        printf '%s\\n' "$place" >>"$dir.understudy-incomplete"
      done
      sync "$dir.understudy-incomplete" "$(dirname "$dir")"
      """;

  private static final String JOB =
      """
      set -eu
      export LC_ALL=C
      cd /
      runuser -u "$owner" -- sh -c "$backup"
      [ -z "$verify" ] || runuser -u "$owner" -- sh -c "$verify"
      install -o "$owner" -g "$owner" -m 0600 /dev/null "$dir/$signal"
      sync "$dir/$signal" "$dir"
      rm "$dir.understudy-incomplete"
      sync "$(dirname "$dir")"
      """;

  StandbyBaseBackupStep(Sites sites, Sleeper sleeper) {
    super(sites, sleeper);
  }

  @Override
  public String name() {
    return "standby.base-backup";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  Probe look(StepContext context) {
    Node node = sites().node(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites().site(context));
    DataDirectoryFacts facts = DataDirectoryFacts.read(node, cluster);
    DataDirectoryVerdict verdict =
        DataDirectoryVerdict.judge(facts, primary.systemId(), primary.timeline());
    if (verdict instanceof DataDirectoryVerdict.Standby) {
      return Probe.met(Map.of("system identifier", facts.systemId(), "directory", facts.path()));
    }
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      throw new PreconditionException(context.node(), refused.why(), refused.remedy());
    }
    return Probe.notMet(
        Change.of(
            "data", facts.path(), "", "base backup of " + sites().site(context).primaryName()));
  }

  @Override
  JobSpec prepare(StepContext context) {
    Node node = sites().node(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites().site(context));
    List<String> tablespaces = primary.tablespaces();
    String script =
        "set -eu\nset -- %s\nowner=%s\nrun=%s\n"
            .formatted(
                Shell.words(tablespaces),
                Shell.quote(cluster.owner()),
                Shell.quote(context.runId()));
    node.host()
        .run(
            Command.script(script + DataDirectoryFacts.lookScript(cluster) + PREPARE)
                .asRoot()
                .within(Duration.ofMinutes(10))
                .under(context.fence()))
        .orThrow("make room for the base backup");
    BaseBackupJob job = new BaseBackupJob(sites().site(context), node, cluster, primary);
    return new JobSpec(context.jobId(), job.variables() + JOB, "root", job.progress());
  }

  @Override
  ErrorClass classify(JobStatus failed) {
    String tail = failed.tail();
    if (tail.contains("password authentication failed") || tail.contains("no pg_hba.conf entry")) {
      return ErrorClass.PRECONDITION;
    }
    return super.classify(failed);
  }
}
