package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files and directories by which a host ships WAL and gets it back, the same on every node.
 * What an archive needs no more is another step's, after the servers were told.
 */
final class ArchiveConfigurationStep implements StepType {
  private static final int MAX_BYTES = 4 << 20;

  /** What leads there may belong to root alone, and has to let PostgreSQL's user pass. */
  private static final String DIRECTORIES =
      """
      set -eu
      install -d -m 0755 "$configuration"
      for dir in "$@"; do
        parent=$(dirname "$dir")
        mkdir -p -- "$parent"
        case $parent in /var/lib/understudy/*) chmod a+x /var/lib/understudy "$parent" ;; esac
        install -d -o "$owner" -g "$owner" -m 0750 -- "$dir"
        sync "$parent"
      done
      """;

  private static final String LOOK =
      """
      for dir in "$@"; do
        runuser -u "$owner" -- test -w "$dir" || printf '%s\\n' "$dir"
      done
      """;

  private final Sites sites;

  ArchiveConfigurationStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.configuration";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    Optional<ArchiveEngine> engine = engine(context);
    if (engine.isEmpty()) {
      return Probe.met(Map.of("archive", "none"));
    }
    List<Change> changes = new ArrayList<>();
    for (String directory : missing(node, engine.get().directories())) {
      changes.add(Change.of("directory", directory, "", "of " + node.cluster().owner()));
    }
    for (FileSpec wanted : wanted(engine.get(), node)) {
      Optional<FileSpec> current = node.files().read(wanted.path(), MAX_BYTES);
      if (current.isEmpty() || !same(current.get(), wanted)) {
        changes.add(change(current, wanted));
      }
      if (secret(wanted) && node.files().read(previous(wanted), MAX_BYTES).isPresent()) {
        changes.add(Change.of("file", previous(wanted), "older secrets", "removed"));
      }
    }
    return Probe.of(changes, Map.of("archive", engine.get().places().directory()));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    ArchiveEngine engine = engine(context).orElseThrow();
    String script = variables(node, engine.directories()) + DIRECTORIES;
    node.host()
        .run(
            Command.script(
                    "configuration=" + Shell.quote(engine.places().directory()) + "\n" + script)
                .asRoot()
                .under(context.fence()))
        .orThrow("make the directories of the archive");
    keepProved(engine, node, context.fence());
    for (FileSpec file : wanted(engine, node)) {
      node.files().write(file, context.fence());
      if (secret(file)) {
        node.files().remove(previous(file), context.fence());
      }
    }
  }

  /** Credentials that are used no more are kept nowhere. */
  private static String previous(FileSpec file) {
    return file.path() + ArchiveTraces.PREVIOUS;
  }

  private static boolean secret(FileSpec file) {
    return file.mode().endsWith("00");
  }

  /**
   * A standby restores by what was proved last as well, until what is written now is proved: a
   * configuration that is mended meanwhile does not take its place.
   */
  private static void keepProved(ArchiveEngine engine, Node node, Fence fence) {
    String proved = engine.places().provedRestoreScript();
    byte[] content = engine.restoreScript(node.archiveHost()).content();
    node.files()
        .read(engine.places().restoreScript(), MAX_BYTES)
        .filter(current -> !Arrays.equals(current.content(), content))
        .filter(current -> node.files().read(proved, MAX_BYTES).isEmpty())
        .map(file -> new FileSpec(proved, file.content(), file.owner(), file.group(), file.mode()))
        .ifPresent(file -> node.files().write(file, fence));
  }

  private Optional<ArchiveEngine> engine(StepContext context) {
    return sites.site(context).archive(context.inputs().get("node"));
  }

  /** The script that uses the others comes last. */
  private static List<FileSpec> wanted(ArchiveEngine engine, Node node) {
    List<FileSpec> files = new ArrayList<>(engine.files(node.archiveHost()));
    files.add(engine.restoreScript(node.archiveHost()));
    return files;
  }

  private static List<String> missing(Node node, List<String> directories) {
    return node.host()
        .run(Command.script(variables(node, directories) + LOOK).asRoot())
        .orThrow("look at the directories of the archive")
        .stdout()
        .lines()
        .toList();
  }

  private static String variables(Node node, List<String> directories) {
    return "owner=%s\nset -- %s\n"
        .formatted(Shell.quote(node.cluster().owner()), Shell.words(directories));
  }

  /** Only what everybody may read is shown: the other files hold credentials. */
  private static Change change(Optional<FileSpec> current, FileSpec wanted) {
    return Change.of(
        "file",
        wanted.path(),
        current.map(f -> shown(f, wanted)).orElse(""),
        shown(wanted, wanted));
  }

  private static String shown(FileSpec file, FileSpec wanted) {
    return secret(wanted)
        ? "secret content, " + file.mode() + " " + file.owner() + ":" + file.group()
        : file.contentText();
  }

  private static boolean same(FileSpec one, FileSpec other) {
    return Arrays.equals(one.content(), other.content())
        && one.owner().equals(other.owner())
        && one.group().equals(other.group())
        && one.mode().equals(other.mode());
  }
}
