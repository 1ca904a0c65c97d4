package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.FileSpec;
import dev.understudy.host.JobSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Takes an old primary back to where the new one's line began, by pg_rewind. Where that cannot be
 * done it says so, and the next step sets the directory aside.
 */
final class RejoinRewindStep extends DetachedStep {
  /**
   * The server's own recovery comes first, since pg_rewind wants a clean shutdown and cannot find
   * Debian's configuration. It takes no standby's file; nobody starts the directory meanwhile: the
   * start is disabled, and the marker is looked for before every start of ours.
   */
  private static final String JOB =
      """
      set -eu
      export LC_ALL=C
      cd /
      decided() {
        printf '%s\\n%s\\n' "$run" "$1" >"$dir.understudy-rejoin.new"
        sync "$dir.understudy-rejoin.new"
        mv -fT "$dir.understudy-rejoin.new" "$dir.understudy-rejoin"
        sync "$(dirname "$dir")"
      }
      standby() {
        printf '%s' "$content" \\
          | runuser -u "$owner" -- sh -c 'umask 077; cat >"$1"' sh "$dir/$signal"
        sync "$dir/$signal" "$dir"
      }
      give_up() {
        standby
        decided "anew: $1"
        exit 0
      }
      look
      [ -z "$postmaster" ] || { echo "a server runs in $dir" >&2; exit 1; }
      [ -n "$source" ] || give_up 'this version rewinds only with a superuser'
      [ ! -e "$dir/backup_label" ] || give_up 'it was itself being restored from a backup'
      [ ! -e "$dir.understudy-rewinding" ] || give_up 'an earlier rewind broke off'
      printf '%s\\n' "$run" >"$dir.understudy-rewinding"
      sync "$dir.understudy-rewinding" "$(dirname "$dir")"
      rm -f "$dir/$signal"
      case $("$controldata" -D "$dir" | sed -n 's/^Database cluster state: *//p') in
        'shut down' | 'shut down in recovery') ;;
        *)
          echo 'recovering'
          runuser -u "$owner" -- "$bin/postgres" --single -D "$dir" -c "config_file=$config" \\
            -c archive_mode=off template1 </dev/null >"$dir.understudy-recovery.log" 2>&1 \\
            || give_up "its recovery failed: $(tail -n 1 "$dir.understudy-recovery.log")"
          ;;
      esac
      echo 'rewinding'
      runuser -u "$owner" -- "$bin/pg_rewind" $ensured -D "$dir" --source-server="$source" \\
        >"$dir.understudy-recovery.log" 2>&1 \\
        || give_up "pg_rewind failed: $(tail -n 1 "$dir.understudy-recovery.log")"
      standby
      rm -f "$dir.understudy-rewinding" "$dir.understudy-recovery.log"
      decided rewound
      """;

  RejoinRewindStep(Sites sites, Sleeper sleeper) {
    super(sites, sleeper);
  }

  @Override
  public String name() {
    return "rejoin.rewind";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  Probe look(StepContext context) {
    Site site = sites().site(context);
    Node node = sites().standby(context);
    RejoinNotes notes = RejoinNotes.read(node);
    if (notes.decided(context.runId())) {
      return Probe.met(Map.of("result", notes.result()));
    }
    if (notes.running() || notes.unfinished()) {
      return Probe.met(Map.of("result", "not needed"));
    }
    if (!notes.rewinding() && !Divergence.read(site, node).diverged()) {
      return Probe.met(Map.of("result", "not needed: it has nothing that the primary lacks"));
    }
    return Probe.notMet(
        Change.of(
            "data", node.cluster().dataDirectory(), "ahead of the primary's line", "rewound"));
  }

  @Override
  JobSpec prepare(StepContext context) {
    Site site = sites().site(context);
    Node node = sites().standby(context);
    PgCluster cluster = node.cluster();
    StandbyFiles files = new StandbyFiles(cluster);
    List<FileSpec> all = files.files(site.standbyInputs(node));
    boolean can = cluster.dialect().has(Capability.REWIND_GRANTS);
    String source =
        files
            .primaryConninfo(site.standbyInputs(node))
            .with("user", ManagedRole.REWIND.roleName())
            .with("dbname", "postgres")
            .toString();
    String script =
        "run=%s\nsource=%s\nbin=%s\nconfig=%s\nensured=%s\ncontent=%s\n"
                .formatted(
                    Shell.quote(context.runId()),
                    can ? Shell.quote(source) : "",
                    Shell.quote(cluster.binDirectory()),
                    Shell.quote(cluster.postgresqlConf()),
                    cluster.dialect().has(Capability.REWIND_RECOVERS) ? "--no-ensure-shutdown" : "",
                    can
                        ? Shell.quote(
                            new String(all.get(all.size() - 1).content(), StandardCharsets.UTF_8))
                        : "")
            + StartBlock.shell(cluster)
            + JOB;
    return new JobSpec(context.jobId(), script, "root", "");
  }
}
