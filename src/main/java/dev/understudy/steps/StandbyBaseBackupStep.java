package dev.understudy.steps;

import dev.understudy.archive.Backup;
import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.archive.RestoreChoice;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.Command;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.host.RemoteJobs;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.WalSenders;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the base backup as a detached job on the standby. The data directory carries its marker
 * until the copy is complete, verified and says of itself that it is a standby, so that it can
 * never be started as something else.
 */
final class StandbyBaseBackupStep extends DetachedStep {
  /**
   * No boot may start the copy before it is complete: with its backup label, but without the file
   * that makes it a standby, it would come up writable. What was begun earlier is deleted as
   * PostgreSQL's user, since that user may write the marker that says where it is. Behind exit
   * status 75 something may well have ended by the next attempt.
   */
  private static final String PREPARE =
      """
      look
      [ -z "$postmaster" ] || refuse "a server runs in $dir (process $postmaster)"
      [ "$exists" = no ] || [ -n "$marker" ] \
        || refuse "$dir is not empty and no run of ours is making it"
      [ "$exists" = no ] || [ "$started" = no ] \
        || refuse "$dir/postmaster.opts shows that a server was started in $dir"
      [ "$link" = no ] || [ "$(stat -L -c %U "$dir")" = "$owner" ] \
        || refuse "$dir is a link to a directory that is not $owner's"
      for proc in $(printf '%s\\n' "--pgdata=$dir" "--pg1-path=$dir" | grep -lszxF -f - /proc/[0-9]*/cmdline); do
        proc=${proc#/proc/}
        echo "a base backup into $dir still runs (process ${proc%/*})" >&2
        exit 75
      done
      start_conf manual
      if [ -n "$marker" ]; then
        sed 1d "$dir.understudy-incomplete" | while IFS= read -r place; do
          for part in "$place"/PG_"$version"_*; do
            [ ! -d "$part" ] || runuser -u "$owner" -- find "$part" -xdev -delete
          done
        done
      fi
      if [ "$exists" = yes ]; then
        runuser -u "$owner" -- find "$dir/" -xdev -mindepth 1 -delete
      fi
      for place in "$@"; do
        [ ! -d "$place" ] || [ -z "$(ls -A "$place")" ] \
          || refuse "the tablespace directory $place is not empty"
      done
      [ -d "$(dirname "$dir")" ] || install -d -o "$owner" -g "$owner" "$(dirname "$dir")"
      write_marker "$job" "$@"
      for place in "$dir" "$@"; do
        install -d -o "$owner" -g "$owner" -m 0700 "$place"
      done
      """;

  /** Only the newest job may say that the copy is complete. */
  private static final String JOB =
      """
      set -eu
      export LC_ALL=C
      cd /
      runuser -u "$owner" -- sh -c "$backup"
      if [ -n "$verify" ]; then
        echo "$verifying"
        runuser -u "$owner" -- sh -c "$verify"
      fi
      if [ "$(head -n 1 "$dir.understudy-incomplete")" != "$job" ]; then
        echo "another job makes $dir now" >&2
        exit 1
      fi
      printf '%s' "$signal" \
        | runuser -u "$owner" -- sh -c 'umask 077; cat >"$1"' sh "$dir/$signal_file"
      sync "$dir/$signal_file" "$dir"
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
    Node node = sites().standby(context);
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
            "data",
            facts.path(),
            "",
            node.config().fromArchive()
                ? "the newest backup of the archive"
                : "base backup of " + sites().site(context).primaryName()));
  }

  @Override
  JobSpec prepare(StepContext context) {
    Node node = sites().standby(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites().site(context));
    Optional<String> label = backup(sites().site(context), node);
    requireOneLineEach(context.node(), primary.places());
    Command command =
        Command.script(preparation(context.jobId(), cluster, primary.places())).asRoot();
    RemoteRefusal.orThrow(
        node.host().run(command.within(Duration.ofMinutes(10)).under(context.fence())),
        "make room for the base backup",
        "see what is in it, then retry the step");
    BaseBackupJob job = new BaseBackupJob(sites().site(context), node, cluster, label);
    String script = job.variables(context.jobId()) + JOB;
    String out = RemoteJobs.output(context.jobId());
    String progress =
        label.isPresent()
            ? PgBackRestRestore.progress(out, primary.dataBytes())
            : BaseBackupJob.progress(out, cluster.dataDirectory());
    return new JobSpec(context.jobId(), script, "root", progress);
  }

  /** The label of the archive's newest whole backup, where the standby is made from that. */
  private static Optional<String> backup(Site site, Node node) {
    if (!node.config().fromArchive()) {
      return Optional.empty();
    }
    List<Backup> backups = RepositoryInfo.ask(node, site.archive().orElseThrow()).backups();
    return Optional.of(
        RestoreChoice.newest(backups)
            .orElseThrow(
                () ->
                    new PreconditionException(
                        node.name(),
                        "the archive has no whole base backup",
                        "take a base backup first, or copy it from the primary: leave out"
                            + " standby_from"))
            .label());
  }

  /** Shell that makes an empty, marked data directory. */
  static String preparation(String job, PgCluster cluster, List<String> tablespaces) {
    return "set -eu\nset -- %s\nowner=%s\nversion=%s\njob=%s\n"
            .formatted(
                Shell.words(tablespaces),
                Shell.quote(cluster.owner()),
                Shell.quote(cluster.version().toString()),
                Shell.quote(job))
        + RemoteRefusal.SHELL
        + UnfinishedMarker.SHELL
        + ServerControl.shell(cluster)
        + DataDirectoryFacts.lookScript(cluster)
        + PREPARE;
  }

  /** The marker lists one directory a line, and what it lists is deleted. */
  private static void requireOneLineEach(String node, List<String> places) {
    for (String place : places) {
      if (place.indexOf('\n') >= 0) {
        throw new PreconditionException(
            node,
            "a tablespace's directory has a line break in its name: " + place.replace('\n', '?'),
            "move the tablespace to a directory with a plain name");
      }
    }
  }

  @Override
  ErrorClass classify(JobStatus failed) {
    String tail = failed.tail();
    if (tail.contains("password authentication failed") || tail.contains("no pg_hba.conf entry")) {
      return ErrorClass.PRECONDITION;
    }
    return super.classify(failed);
  }

  @Override
  String words(JobStatus failed) {
    return BaseBackupJob.words(failed.tail());
  }

  @Override
  @Nullable String remedy(StepContext context, JobStatus failed) {
    return failed.tail().contains(WalSenders.EXHAUSTED)
        ? WalSenders.REMEDY
        : super.remedy(context, failed);
  }
}
