package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes away what an archive left behind that was switched off or is of another kind now, once no
 * server runs with it any more. WAL that was rescued is kept.
 */
final class ArchiveLeftoversStep implements StepType {
  private static final String PREVIOUS = ".understudy-previous";

  private static final String LOOK =
      "for path in \"$@\"; do\n"
          + "  [ ! -e \"$path\" ] && [ ! -L \"$path\" ] || printf '%s\\n' \"$path\"\n"
          + "done\n";

  private final Sites sites;

  ArchiveLeftoversStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.leftovers";
  }

  /** Without its files an archive cannot be had back; provisioning brings them again. */
  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    List<Change> changes =
        present(sites.site(context), sites.node(context)).stream()
            .map(
                path ->
                    Change.of(path.startsWith("/etc/") ? "file" : "directory", path, "ours", ""))
            .toList();
    return Probe.of(changes, Map.of("left over", "nothing"));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    requireUnused(site, node);
    ArchivePlaces places = new ArchivePlaces(site.name());
    for (String path : present(site, node)) {
      if (path.startsWith(places.directory() + "/")) {
        node.files().remove(path, context.fence());
      } else {
        node.host()
            .run(Command.script(removal(path)).asRoot().under(context.fence()))
            .orThrow("remove " + path);
      }
    }
  }

  /** Shell that removes a directory of an archive; only what pgBackRest can make again. */
  static String removal(String directory) {
    return "rm -rf --one-file-system -- " + Shell.quote(directory) + " # of an archive\n";
  }

  private static List<String> present(Site site, Node node) {
    List<String> candidates = candidates(site, node);
    return node.host()
        .run(Command.script("set -- " + Shell.words(candidates) + "\n" + LOOK).asRoot())
        .orThrow("look for files of an archive")
        .stdout()
        .lines()
        .toList();
  }

  private static List<String> candidates(Site site, Node node) {
    ArchivePlaces places = new ArchivePlaces(site.name());
    Set<String> wanted = new HashSet<>();
    Optional<ArchiveEngine> engine = site.archive();
    engine.ifPresent(
        found -> {
          found.files(node.archiveHost()).stream().map(FileSpec::path).forEach(wanted::add);
          wanted.add(found.restoreScript(node.archiveHost()).path());
          wanted.addAll(found.directories());
        });
    List<String> candidates = new ArrayList<>();
    for (String path : places.files()) {
      if (!wanted.contains(path)) {
        candidates.add(path);
        candidates.add(path + PREVIOUS);
      }
    }
    if (!wanted.contains(places.spool())) {
      candidates.add(places.spool());
    }
    return candidates;
  }

  /**
   * A server goes on with what it has read, whatever its files say.
   *
   * @throws PreconditionException when it still calls what is to be taken away
   */
  private static void requireUnused(Site site, Node node) {
    if (!node.online()) {
      return;
    }
    List<String> names = new ArrayList<>(List.of("archive_command"));
    boolean standby = !node.name().equals(site.primaryName());
    if (standby && site.dialect().has(Capability.STANDBY_SIGNAL)) {
      names.add("restore_command");
    }
    List<String> gone = candidates(site, node);
    for (String name : names) {
      String value = running(node, name);
      for (String path : gone) {
        if (value.contains(path)) {
          throw new PreconditionException(
              node.name(),
              "the server still runs with a " + name + " that calls " + path,
              "see who set it, then provision again");
        }
      }
    }
  }

  private static String running(Node node, String name) {
    return node.psql()
        .row("SELECT current_setting('" + name + "') AS value")
        .path("value")
        .asText();
  }
}
