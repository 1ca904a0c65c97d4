package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.JobSpec;
import dev.understudy.host.RemoteJobs;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;

/**
 * Reads all of the restored data: tables and indexes by pg_amcheck, then, with its server stopped,
 * the checksums of all pages. What they find is noted; it never fails for that.
 */
final class DrillIntegrityStep extends DetachedStep {
  static final String JOB =
      """
      set -eu
      export LC_ALL=C
      cd /
      [ "$(head -n 1 "$base/$mark")" = "$run" ] || { echo "another run has $base now"; exit 1; }
      as() { runuser -u "$owner" -- "$@"; }
      said() { tr -cd '[:print:]\\n' <"$1" | tail -n 2 | tr '\\n"\\\\' "  /" | cut -c1-300; }
      log=$base/checks.log
      amcheck='not there: PostgreSQL has it from version 14'
      if [ -x "$bin/pg_amcheck" ]; then
        # An attempt before this one may have stopped it.
        as "$bin/pg_ctl" -D "$base" status >/dev/null \
          || as "$bin/pg_ctl" -s -w -t 600 -D "$base" -l "$base/server.log" start </dev/null || true
        echo 'checking tables and indexes'
        status=0
        as "$bin/pg_amcheck" -h "$base" -p "$port" -U "$owner" --all --install-missing --jobs=2 \
          >"$log" 2>&1 || status=$?
        if [ "$status" = 0 ]; then amcheck=passed
        elif grep -q 'could not open extension control file\\|is not available' "$log"; then
          amcheck='not there: the extension amcheck is not installed'
        else amcheck="failed: $(said "$log")"
        fi
      fi
      as "$bin/pg_ctl" -s -w -t 600 -m fast -D "$base" stop </dev/null 2>/dev/null || true
      checksums=off
      version=$(as "$bin/pg_controldata" -D "$data" | sed -n 's/^Data page checksum version: *//p')
      if [ "${version:-0}" != 0 ]; then
        for program in pg_checksums pg_verify_checksums; do
          [ -x "$bin/$program" ] || continue
          echo 'checking the checksums of all pages'
          option=; [ "$program" = pg_verify_checksums ] || option=--check
          status=0
          as "$bin/$program" $option -D "$data" >"$log" 2>&1 || status=$?
          checksums=passed
          [ "$status" = 0 ] || checksums="failed: $(said "$log")"
        done
      fi
      printf '{"amcheck":"%s","checksums":"%s"}\\n' "$amcheck" "$checksums" >"$base/checked.new"
      sync "$base/checked.new"
      mv -T "$base/checked.new" "$base/checked"
      sync "$base"
      """;

  private static final String PROGRESS =
      """
      began=$(stat -c %Y "${out%/*}/script")
      echo "$(($(date +%s) - began)) - $(tail -n 1 "$out")"
      """;

  DrillIntegrityStep(Sites sites, Sleeper sleeper) {
    super(sites, sleeper);
  }

  @Override
  public String name() {
    return "drill.integrity";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  Probe look(StepContext context) {
    RestorePlace place = RestorePlace.of(sites(), context);
    return place
        .done(RestorePlace.CHECKED)
        .orElseGet(() -> Probe.notMet(Change.of("data", place.data(), "", "checked")));
  }

  @Override
  JobSpec prepare(StepContext context) {
    RestorePlace place = RestorePlace.of(sites(), context);
    String script = place.variables() + "port=" + place.port() + "\n" + JOB;
    String progress =
        "out=%s\n".formatted(Shell.quote(RemoteJobs.output(context.jobId()))) + PROGRESS;
    return new JobSpec(context.jobId(), script, "root", progress);
  }
}
