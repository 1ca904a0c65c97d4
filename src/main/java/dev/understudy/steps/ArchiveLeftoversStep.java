package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.PreconditionException;
import dev.understudy.host.FileSpec;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes away what an archive left behind that was switched off or is of another kind now, once no
 * server runs with it any more.
 */
final class ArchiveLeftoversStep implements StepType {
  private final Sites sites;

  ArchiveLeftoversStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.leftovers";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    ArchiveTraces traces = traces(site, node);
    List<Change> changes =
        traces.present(wanted(site, node)).stream()
            .map(path -> Change.of(traces.kind(path), path, "ours", ""))
            .toList();
    return Probe.of(changes, Map.of("left over", "nothing"));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    ArchiveTraces traces = traces(site, node);
    List<String> present = traces.present(wanted(site, node));
    requireUnused(site, traces, present);
    traces.remove(present, context.fence());
  }

  private static ArchiveTraces traces(Site site, Node node) {
    return new ArchiveTraces(new ArchivePlaces(site.name()), node);
  }

  private static Set<String> wanted(Site site, Node node) {
    Set<String> wanted = new HashSet<>();
    site.archive()
        .ifPresent(
            engine -> {
              engine.files(node.archiveHost()).stream().map(FileSpec::path).forEach(wanted::add);
              wanted.addAll(engine.accessFiles());
              wanted.add(engine.places().restoreScript());
              wanted.addAll(engine.directories());
            });
    return wanted;
  }

  /**
   * A server goes on with what it has read, whatever its files say.
   *
   * @throws PreconditionException when it still calls what is to be taken away
   */
  private static void requireUnused(Site site, ArchiveTraces traces, List<String> gone) {
    Node node = traces.node();
    if (node.online()) {
      String shipping = traces.setting("archive_command");
      gone.stream().filter(shipping::contains).forEach(path -> refuse(node, "ships", path));
    }
    // On a primary it means nothing, and may wait there for its next restart.
    boolean standby = !node.name().equals(site.primaryName());
    String script = traces.places().restoreScript();
    if (standby && gone.contains(script) && traces.restoring()) {
      refuse(node, "restores", script);
    }
  }

  private static void refuse(Node node, String does, String path) {
    throw new PreconditionException(
        node.name(),
        "the server still " + does + " WAL by " + path,
        "see who told it so, then provision again");
  }
}
