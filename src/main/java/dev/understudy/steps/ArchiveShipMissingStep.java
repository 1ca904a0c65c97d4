package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.Gap;
import dev.understudy.archive.UnshippedWal;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has a primary ship what the archive lacks on its line: mostly what it received as a standby, from
 * a primary that died before it shipped it. Its own archiver does it, and meanwhile keeps the WAL.
 */
final class ArchiveShipMissingStep implements StepType {
  private static final Duration SHIPPED = Duration.ofHours(12);

  /** A file that was recycled in between is not offered. */
  private static final String OFFER =
      """
      set -eu
      cd "$wal"
      for name in "$@"; do
        [ -f "$name" ] || continue
        if [ -e "archive_status/$name.done" ]; then
          mv -T "archive_status/$name.done" "archive_status/$name.ready"
        else
          : >"archive_status/$name.ready"
        fi
        [ -f "$name" ] || rm "archive_status/$name.ready"
      done
      sync archive_status
      """;

  private final Sites sites;
  private final ServerControl server;

  ArchiveShipMissingStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "archive.ship-missing";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<ArchiveEngine> engine = site.archive();
    if (engine.isEmpty()) {
      return Probe.met(Map.of("archive", "none"));
    }
    UnshippedWal found = new UnshippedFacts(site, sites.node(context)).read(engine.get());
    List<String> names = new ArrayList<>(found.shippable());
    names.addAll(found.waiting());
    if (names.isEmpty()) {
      requireNothingLost(context, found);
      return Probe.met(Map.of("missing", "nothing on the line of " + context.node()));
    }
    return Probe.notMet(
        names.stream().map(name -> Change.of("WAL", name, "not archived", "archived")).toList());
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    UnshippedFacts facts = new UnshippedFacts(site, node);
    UnshippedWal found = facts.read(site.archive().orElseThrow());
    offer(node, facts.directory(), found.shippable(), context);
    Set<String> left = new HashSet<>(found.shippable());
    left.addAll(found.waiting());
    long all = left.size();
    // It also wakes the archiver, which else looks once a minute.
    node.psql()
        .execute(
            "finish a segment", new ArchiverSql(site.dialect()).finishSegment(), context.fence());
    try {
      server.await(
          node,
          "the archiver to ship " + all + " files",
          SHIPPED,
          () -> {
            context.safePoint();
            left.retainAll(facts.waiting());
            context.progress(new Progress(all - left.size(), all, "files", ""));
            return left.isEmpty();
          });
    } catch (UnderstudyException e) {
      throw ServerLog.explain(node, node.cluster(), e);
    }
  }

  private static void requireNothingLost(StepContext context, UnshippedWal found) {
    if (!found.lost().isEmpty()) {
      String gaps = found.lost().stream().map(Gap::toString).collect(Collectors.joining(", "));
      throw new PreconditionException(
          context.node(),
          "WAL is neither in the archive nor on this node any more: " + gaps,
          "look for it on the other nodes; take a base backup now, from which all can be restored");
    }
  }

  private static void offer(Node node, String directory, List<String> names, StepContext context) {
    if (names.isEmpty()) {
      return;
    }
    String script = "wal=%s\nset -- %s\n".formatted(Shell.quote(directory), Shell.words(names));
    node.host()
        .run(Command.script(script + OFFER).as(node.cluster().owner()).under(context.fence()))
        .orThrow("have the archiver ship WAL again");
  }
}
