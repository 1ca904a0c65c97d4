package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Moves a data directory that lies where the standby's is to be out of the way. Nothing is deleted:
 * it is renamed, after proof in the very same remote call that it may be.
 */
final class StandbyDataDirectoryStep implements StepType {
  /** Facts are taken again after the stop, since only a stopped server's control file is true. */
  private static final String MOVE =
      """
      refuse() { echo "refused: $1" >&2; exit 3; }
      [ "$exists" = yes ] || exit 0
      [ -z "$postmaster" ] || refuse "a server still runs in $dir (process $postmaster)"
      [ -L "$dir" ] && refuse "$dir is a symbolic link"
      [ "$mountpoint" = no ] || refuse "$dir is a mount point"
      [ "$standby" = no ] || refuse "$dir says of itself that it is a standby"
      control=$("$controldata" -D "$dir")
      field() { printf '%s\\n' "$control" | sed -n "s/^$1: *//p"; }
      id=$(field 'Database system identifier')
      if [ "$id" = "$systemid" ]; then
        [ "$(field "Latest checkpoint's TimeLineID")" -le "$timeline" ] \
          || refuse "$dir is on a newer timeline than the primary"
      else
        [ "$(field "Latest checkpoint's NextOID")" -le 16384 ] && [ "$databases" -le 3 ] \
          || refuse "$dir holds data of its own (system identifier $id)"
      fi
      for link in "$dir"/pg_tblspc/*; do
        [ -L "$link" ] || continue
        place=$(readlink "$link")
        [ -d "$place" ] || continue
        mv -T "$place" "$place$suffix"
        ln -sfn "$place$suffix" "$link"
        sync "$(dirname "$place")"
      done
      mv -T "$dir" "$dir$suffix"
      sync "$(dirname "$dir")"
      """;

  private final Sites sites;
  private final Clock clock;
  private final ServerControl server;

  StandbyDataDirectoryStep(Sites sites, Clock clock, ServerControl server) {
    this.sites = sites;
    this.clock = clock;
    this.server = server;
  }

  @Override
  public String name() {
    return "standby.data-directory";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites.site(context));
    DataDirectoryFacts facts = DataDirectoryFacts.read(node, cluster);
    DataDirectoryVerdict verdict =
        DataDirectoryVerdict.judge(facts, primary.systemId(), primary.timeline());
    if (verdict instanceof DataDirectoryVerdict.Replaceable replaceable) {
      return Probe.notMet(
          Change.of("directory", facts.path(), replaceable.why(), "moved aside and kept"));
    }
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      throw new PreconditionException(context.node(), refused.why(), refused.remedy());
    }
    return Probe.met(
        Map.of(facts.path(), verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    PrimaryFacts primary = PrimaryFacts.read(sites.site(context));
    if (context.node().equals(sites.site(context).primaryName())) {
      throw new PreconditionException(
          context.node(), "the registered primary's data directory is never moved", null);
    }
    server.holdStopped(node, cluster, context.fence());
    String arguments =
        "systemid=%s\ntimeline=%d\nsuffix=%s\n"
            .formatted(
                Shell.quote(primary.systemId()),
                primary.timeline(),
                Shell.quote(KeptDirectory.suffix(clock.instant())));
    node.host()
        .run(
            Command.script("set -eu\n" + arguments + DataDirectoryFacts.lookScript(cluster) + MOVE)
                .asRoot()
                .within(Duration.ofMinutes(2))
                .under(context.fence()))
        .orThrow("move the data directory aside");
  }
}
