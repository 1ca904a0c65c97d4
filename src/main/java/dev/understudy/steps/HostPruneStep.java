package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes those data directories that were moved aside and that a person named. */
final class HostPruneStep implements StepType {
  /**
   * A copy in which a process works, or that a cluster is configured for, is in use again. A run
   * that set one aside finds by the note in it that it did, however late it goes on.
   */
  private static final String REMOVE =
      """
      for copy in "$@"; do
        [ -d "$copy" ] && [ ! -L "$copy" ] || continue
        for proc in /proc/[0-9]*; do
          [ "$(readlink "$proc/cwd" 2>/dev/null)" != "$(realpath "$copy")" ] \
            || refuse "process ${proc#/proc/} works in $copy"
        done
        ! grep -qsF -e "$copy" /etc/postgresql/*/*/postgresql.conf \
          || refuse "a cluster is configured to use $copy"
        run=
        [ -z "$runs" ] || run=$(grep -sxF -m 1 -e "$runs" "$copy/$note") || run=
        [ -z "$run" ] \
          || refuse "run $run set $copy aside and has not ended; resume or cancel it first"
        for entry in "$copy"/pg_tblspc/*; do
          [ -L "$entry" ] || continue
          place=$(readlink "$entry")
          case $place in
            /*"$suffix"[0-9]*T[0-9]*Z) rm -rf --one-file-system -- "$place";;
          esac
        done
        rm -rf --one-file-system -- "$copy"
        sync "$(dirname "$copy")"
      done
      """;

  private final Sites sites;
  private final Runs runs;

  HostPruneStep(Sites sites, Runs runs) {
    this.sites = sites;
    this.runs = runs;
  }

  @Override
  public String name() {
    return "host.prune";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    List<Change> changes =
        named(context).stream()
            .map(copy -> Change.of("directory", copy.path(), copy.bytes() + " bytes", ""))
            .toList();
    return Probe.of(changes, Map.of("named copies", "none left"));
  }

  @Override
  public void apply(StepContext context) {
    List<String> paths = named(context).stream().map(KeptDirectory::path).toList();
    String script = script(paths, unfinished(context.cluster()));
    Command command = Command.script(script).asRoot().within(Duration.ofHours(1));
    RemoteRefusal.orThrow(
        sites.node(context).host().run(command.under(context.fence())),
        "remove the kept copies",
        "find out what uses it, or leave the copy where it is");
  }

  /** The cluster's runs that may go on; this one, which sets nothing aside, among them. */
  List<String> unfinished(String cluster) {
    return runs.list(cluster).stream()
        .filter(run -> !run.status().isFinal())
        .map(RunView::id)
        .toList();
  }

  /**
   * @param unfinished runs whose kept directories stay
   */
  static String script(List<String> paths, List<String> unfinished) {
    return "set -eu\nset -- %s\nsuffix=%s\nruns=%s\nnote=%s\n"
            .formatted(
                Shell.words(paths),
                Shell.quote(KeptDirectory.SUFFIX),
                Shell.quote(String.join("\n", unfinished)),
                MoveAsideScript.NOTE)
        + RemoteRefusal.SHELL
        + REMOVE;
  }

  /** Only what is listed as a kept copy now counts, whatever was asked for. */
  private List<KeptDirectory> named(StepContext context) {
    Set<String> paths = new HashSet<>();
    for (JsonNode path : Json.read(context.inputs().get("copies")).path(context.node())) {
      paths.add(path.asText());
    }
    return KeptDirectory.list(sites.node(context)).stream()
        .filter(copy -> paths.contains(copy.path()))
        .toList();
  }
}
