package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.Map;

/**
 * Keeps the WAL that only the old primary has, before anything of it is changed, and says which it
 * is.
 */
final class RejoinSaveStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String KEPT =
      """
      cat "$kept/range" 2>/dev/null || true
      """;

  /** The range is written last, so that its presence says that all of it is there. */
  private static final String SAVE =
      """
      install -d -m 0700 "$kept"
      for file in "$wal/$line"*; do
        name=${file##*/}
        [ "${#name}" -eq 24 ] || continue
        [ "$(printf '%s\\n' "$name" "$first" | sort | head -n 1)" = "$first" ] || continue
        cp --preserve=timestamps -- "$file" "$kept/$name"
        sync "$kept/$name"
      done
      printf '%s\\n' "$range" >"$kept/range.new"
      sync "$kept/range.new"
      mv -fT "$kept/range.new" "$kept/range"
      sync "$kept" "$(dirname "$kept")"
      """;

  private final Sites sites;

  RejoinSaveStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "rejoin.save";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.standby(context);
    String kept = kept(node, context);
    String range =
        node.host()
            .run(Command.script("kept=" + Shell.quote(kept) + "\n" + KEPT).asRoot())
            .orThrow("look for kept WAL")
            .stdout()
            .strip();
    if (!range.isEmpty()) {
      return Probe.met(Map.of("only the old primary had", range, "kept in", kept));
    }
    RejoinNotes notes = RejoinNotes.read(node);
    if (notes.running() || notes.decided(context.runId()) || notes.unfinished()) {
      return Probe.met(Map.of("only the old primary had", "nothing"));
    }
    Divergence found = Divergence.read(site, node);
    return found.diverged()
        ? Probe.notMet(Change.of("WAL", found.range(), "only here", "kept in " + kept))
        : Probe.met(Map.of("only the old primary had", "nothing"));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.standby(context);
    PgCluster cluster = node.cluster();
    Divergence found = Divergence.read(sites.site(context), node);
    Timeline timeline = new Timeline(found.timeline());
    SegmentName first =
        SegmentName.of(
            timeline, found.fork().orElse(Lsn.NONE), new SegmentSize(found.segmentBytes()));
    String script =
        "set -eu\nkept=%s\nwal=%s\nline=%s\nfirst=%s\nrange=%s\n"
                .formatted(
                    Shell.quote(kept(node, context)),
                    Shell.quote(cluster.dataDirectory() + "/" + cluster.dialect().walDirectory()),
                    timeline.hex(),
                    first,
                    Shell.quote(found.range()))
            + SAVE;
    node.host()
        .run(Command.script(script).asRoot().within(LIMIT).under(context.fence()))
        .orThrow("keep the WAL that only this node has");
  }

  private static String kept(Node node, StepContext context) {
    return node.cluster().dataDirectory() + ".understudy-diverged-" + context.runId();
  }
}
