package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Removes data directories that were moved aside, when a person asks for it. */
final class HostPruneStep implements StepType {
  private static final String LIST =
      """
      for copy in "$dir".understudy-[0-9]*Z; do
        [ -d "$copy" ] && [ ! -L "$copy" ] || continue
        printf '%s\\t%s\\n' "$(du -s -B1 "$copy" | cut -f1)" "$copy"
      done
      """;

  /** A copy in which a server runs is in use again, whatever its name says. */
  private static final String REMOVE =
      """
      set -eu
      for copy in "$dir".understudy-[0-9]*Z; do
        [ -d "$copy" ] && [ ! -L "$copy" ] || continue
        for proc in /proc/[0-9]*; do
          if [ "$(readlink "$proc/cwd" 2>/dev/null)" = "$(realpath "$copy")" ]; then
            echo "refused: process ${proc#/proc/} works in $copy" >&2
            exit 3
          fi
        done
        rm -rf --one-file-system -- "$copy"
      done
      sync "$(dirname "$dir")"
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
    Node node = sites.node(context);
    List<Change> changes =
        node.host()
            .run(Command.script(directory(node.cluster()) + LIST).asRoot())
            .orThrow("list the kept copies")
            .stdout()
            .lines()
            .map(line -> line.split("\t", 2))
            .map(pair -> Change.of("directory", pair[1], pair[0] + " bytes", ""))
            .toList();
    return Probe.of(changes, Map.of("kept copies", "none"));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    node.host()
        .run(
            Command.script(directory(node.cluster()) + REMOVE)
                .asRoot()
                .within(Duration.ofHours(1))
                .under(context.fence()))
        .orThrow("remove the kept copies");
  }

  private static String directory(PgCluster cluster) {
    return "dir=" + Shell.quote(cluster.dataDirectory()) + "\n";
  }
}
