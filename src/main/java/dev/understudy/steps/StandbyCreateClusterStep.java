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
import java.util.Map;
import java.util.Optional;

/**
 * Lays out a cluster on a host that has none: Debian's configuration files, and a data directory
 * that is marked as unfinished before it exists, so that nobody takes it for data. It is not
 * started, and no boot starts it.
 */
final class StandbyCreateClusterStep implements StepType {
  private static final String CREATE =
      """
      set -eu
      refuse() { echo "refused: $1" >&2; exit 3; }
      [ -d "$dir" ] && [ -n "$(ls -A "$dir")" ] && [ ! -e "$marker" ] \
        && refuse "$dir is not empty, and no cluster is configured for it"
      install -d -o postgres -g postgres "$(dirname "$dir")"
      printf '%s\\n' "$run" >"$marker"
      sync "$marker" "$(dirname "$marker")"
      pg_createcluster "$version" "$name" --port "$port" --start-conf=manual >&2
      find "$conf" -exec sync {} +
      sync "$(dirname "$conf")" "$(dirname "$(dirname "$conf")")"
      """;

  private final Sites sites;

  StandbyCreateClusterStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "standby.create-cluster";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    Optional<PgCluster> found = node.findCluster();
    String title = node.version() + "/" + node.cluster().name();
    return found
        .map(cluster -> Probe.met(Map.of("cluster", title, "status", cluster.status())))
        .orElseGet(() -> Probe.notMet(Change.of("cluster", title, "", "laid out, not started")));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    String arguments =
        "dir=%s\nmarker=%s\nconf=%s\nversion=%s\nname=%s\nport=%d\nrun=%s\n"
            .formatted(
                Shell.quote(cluster.dataDirectory()),
                Shell.quote(UnfinishedMarker.path(cluster)),
                Shell.quote(cluster.configDirectory()),
                Shell.quote(cluster.version().toString()),
                Shell.quote(cluster.name()),
                cluster.port(),
                Shell.quote(context.runId()));
    node.host()
        .run(
            Command.script(arguments + CREATE)
                .asRoot()
                .within(Duration.ofMinutes(2))
                .under(context.fence()))
        .orThrow("create the cluster " + cluster.version() + "/" + cluster.name());
  }
}
