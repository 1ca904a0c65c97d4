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
import java.util.Map;
import java.util.Optional;

/**
 * Makes room for a restore in the place of a node's own data: only where no server runs and the
 * node is not the primary. What is there is renamed, never deleted.
 */
final class RestoreAsideStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  /** Tablespaces went aside with the directory, and are restored to where they were. */
  private static final String MAKE =
      """
      look
      [ -z "$postmaster" ] || refuse "a server runs in $dir (process $postmaster)"
      [ "$exists" = no ] || refuse "there is something in $dir again"
      [ ! -d "$(dirname "$conf")" ] || start_conf manual
      write_marker "$run"
      install -d -o "$owner" -g "$owner" -m 0700 "$dir"
      for link in "$dir".understudy-[0-9]*T[0-9]*Z/pg_tblspc/*; do
        [ -L "$link" ] || continue
        place=$(readlink "$link")
        place=${place%.understudy-*}
        [ -e "$place" ] || install -d -o "$owner" -g "$owner" -m 0700 "$place"
      done
      sync "$(dirname "$dir")"
      ls -d "$dir".understudy-[0-9]*T[0-9]*Z 2>/dev/null | tail -n 1
      """;

  private final Sites sites;
  private final Clock clock;

  RestoreAsideStep(Sites sites, Clock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "restore.data-directory";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    Optional<Probe> done = place.done(RestorePlace.ASIDE);
    if (done.isPresent()) {
      return done.get();
    }
    DataDirectoryFacts facts = facts(context, place);
    return Probe.notMet(
        facts.exists()
            ? Change.of("directory", facts.path(), "of " + facts.systemId(), "moved aside and kept")
            : Change.of("directory", facts.path(), "", "made"));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    PgCluster cluster = place.node().cluster();
    DataDirectoryFacts facts = facts(context, place);
    if (facts.exists()) {
      String suffix = KeptDirectory.suffix(clock.instant());
      String run = facts.standby() ? context.runId() : "";
      run(context, place, MoveAsideScript.ofStopped(cluster, system(place), suffix, run));
    }
    String variables =
        "set -eu\nrun=%s\nowner=%s\n"
            .formatted(Shell.quote(context.runId()), Shell.quote(cluster.owner()));
    String kept =
        run(
            context,
            place,
            variables
                + RemoteRefusal.SHELL
                + UnfinishedMarker.SHELL
                + ServerControl.shell(cluster)
                + DataDirectoryFacts.lookScript(cluster)
                + MAKE);
    new RestoredControl(place)
        .note(
            RestorePlace.ASIDE,
            Map.of("newest kept copy", kept.isEmpty() ? "none" : kept),
            context.fence());
  }

  private String run(StepContext context, RestorePlace place, String script) {
    Command command = Command.script(script).asRoot().within(LIMIT).under(context.fence());
    return RemoteRefusal.orThrow(
            place.node().host().run(command),
            "make room in the place of the node's data",
            "see what is in it, then retry the step")
        .stdout()
        .strip();
  }

  /** The directory as it is, when it may be moved. */
  private DataDirectoryFacts facts(StepContext context, RestorePlace place) {
    sites.standby(context);
    DataDirectoryFacts facts = DataDirectoryFacts.read(place.node(), place.node().cluster());
    if (facts.running()) {
      throw new PreconditionException(
          context.node(),
          "a server runs in %s (process %s)".formatted(facts.path(), facts.postmaster()),
          "stop it first, or restore into a directory of its own: --directory DIR");
    }
    DataDirectoryVerdict.immovable(facts)
        .ifPresent(
            refused -> {
              throw new PreconditionException(context.node(), refused.why(), refused.remedy());
            });
    if (facts.exists() && !facts.systemId().equals(system(place)) && !facts.neverUsed()) {
      throw new PreconditionException(
          context.node(),
          facts.path() + " does not hold data of " + place.site().name(),
          "move it away by hand, or restore into a directory of its own: --directory DIR");
    }
    return facts;
  }

  private static String system(RestorePlace place) {
    return place.site().systemId().orElse("");
  }
}
