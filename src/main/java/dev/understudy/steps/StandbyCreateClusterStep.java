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
  /** Empty files are what a power loss leaves of those that were never synced. */
  private static final String COMPLETE =
      """
      [ -e "$dir.understudy-incomplete" ] && [ ! -e "$dir/postmaster.opts" ] || exit 0
      for file in postgresql.conf pg_hba.conf pg_ident.conf start.conf; do
        [ -s "$conf/$file" ] || exit 1
      done
      """;

  /** The data directory is not synced (-N): the base backup takes its place. */
  private static final String CREATE =
      """
      look
      [ -z "$postmaster" ] && { [ -z "$marker" ] || [ "$started" = no ]; } \
        || refuse "a server was started in $dir"
      [ "$exists" = no ] || [ -n "$marker" ] \
        || refuse "$dir is not empty, and no cluster is configured for it"
      [ "$link" = no ] || [ "$(stat -L -c %U "$dir")" = "$owner" ] \
        || refuse "$dir is a link to a directory that is not $owner's"
      if [ -e "$conf" ]; then
        [ -n "$marker" ] || refuse "$conf is there already, for no cluster of this port"
        rm -rf -- "$conf"
      fi
      [ -d "$(dirname "$dir")" ] || install -d -o "$owner" -g "$owner" "$(dirname "$dir")"
      write_marker "$run"
      if [ "$exists" = yes ]; then
        runuser -u "$owner" -- find "$dir/" -xdev -mindepth 1 -delete
      fi
      pg_createcluster "$version" "$name" -d "$dir" --port "$port" --start-conf=manual -- -N >&2
      find "$conf" -exec sync {} +
      sync "$(dirname "$conf")" "$(dirname "$(dirname "$conf")")"
      """;

  private static final Duration LIMIT = Duration.ofMinutes(2);

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
    Node node = sites.standby(context);
    Optional<PgCluster> found = node.findCluster();
    String title = node.version() + "/" + found.orElseGet(node::newCluster).name();
    return found
        .filter(cluster -> complete(node, cluster))
        .map(cluster -> Probe.met(Map.of("cluster", title, "status", cluster.status())))
        .orElseGet(() -> Probe.notMet(Change.of("cluster", title, "", "laid out, not started")));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.standby(context);
    PgCluster cluster = node.expected();
    String script = creation(cluster, context.runId());
    Command command = Command.script(script).asRoot().within(LIMIT).under(context.fence());
    RemoteRefusal.orThrow(
        node.host().run(command),
        "create the cluster " + cluster.version() + "/" + cluster.name(),
        "see what it is for, and move it away by hand");
  }

  static String creation(PgCluster cluster, String run) {
    return "set -eu\n"
        + variables(cluster, run)
        + RemoteRefusal.SHELL
        + UnfinishedMarker.SHELL
        + DataDirectoryFacts.lookScript(cluster)
        + CREATE;
  }

  /** Whether what a run of ours began to lay out is all there; what is not ours always is. */
  private static boolean complete(Node node, PgCluster cluster) {
    return node.host().run(Command.script(variables(cluster, "") + COMPLETE).asRoot()).ok();
  }

  private static String variables(PgCluster cluster, String run) {
    return "dir=%s\nconf=%s\nversion=%s\nname=%s\nowner=%s\nport=%d\nrun=%s\n"
        .formatted(
            Shell.quote(cluster.dataDirectory()),
            Shell.quote(cluster.configDirectory()),
            Shell.quote(cluster.version().toString()),
            Shell.quote(cluster.name()),
            Shell.quote(cluster.owner()),
            cluster.port(),
            Shell.quote(run));
  }
}
