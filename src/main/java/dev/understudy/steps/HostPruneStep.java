package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes those data directories that were moved aside and that a person named. */
final class HostPruneStep implements StepType {
  /** A copy in which a process works is in use again, whatever its name says. */
  private static final String REMOVE =
      """
      for copy in "$@"; do
        [ -d "$copy" ] && [ ! -L "$copy" ] || continue
        for proc in /proc/[0-9]*; do
          if [ "$(readlink "$proc/cwd" 2>/dev/null)" = "$(realpath "$copy")" ]; then
            echo "refused: process ${proc#/proc/} works in $copy" >&2
            exit 3
          fi
        done
        rm -rf --one-file-system -- "$copy"
        sync "$(dirname "$copy")"
      done
      """;

  private final Sites sites;

  HostPruneStep(Sites sites) {
    this.sites = sites;
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
    sites
        .node(context)
        .host()
        .run(
            Command.script("set -eu\nset -- " + Shell.words(paths) + "\n" + REMOVE)
                .asRoot()
                .within(Duration.ofHours(1))
                .under(context.fence()))
        .orThrow("remove the kept copies");
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
