package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.HbaFile;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ServerTls;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes Understudy's files and rules off a host. The server is told to read its rules again and
 * runs on; what it runs with changes with its next restart only.
 */
final class HostManagedFilesStep implements StepType {
  private static final int MAX_BYTES = 4 << 20;
  private static final String PREVIOUS = ".understudy-previous";
  private static final String PACKAGES = "/etc/postgresql-common/createcluster.d/understudy.conf";

  private static final Duration RELOADED = Duration.ofSeconds(15);

  private final Sites sites;
  private final ServerControl server;

  HostManagedFilesStep(Sites sites, ServerControl server) {
    this.sites = sites;
    this.server = server;
  }

  @Override
  public String name() {
    return "host.managed-files";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    List<Change> changes = new ArrayList<>();
    for (String path : present(context.cluster(), node, cluster)) {
      changes.add(Change.of("file", path, "managed", ""));
    }
    ArchiverLeft left = new ArchiverLeft(node);
    if (!left.fits()) {
      changes.add(Change.of("archiver", ArchiverLeft.path(cluster), "", "keeps no WAL"));
    }
    ArchiveTraces traces = traces(context.cluster(), node);
    if (!traces.restoring()) {
      traces.present(Set.of()).forEach(p -> changes.add(Change.of("archive", p, "managed", "")));
    }
    HbaFile rules = rules(node, cluster).map(HostManagedFilesStep::parse).orElse(null);
    if (rules != null && rules.block().isPresent()) {
      changes.add(Change.of("rules", rules.path(), rules.block().get(), ""));
    }
    if (changes.isEmpty() && node.online() && !LoadedFiles.since(node, read(cluster))) {
      changes.add(Change.of("settings", cluster.configDirectory(), "written", "loaded"));
    }
    return Probe.of(changes, Map.of("managed files", "none"));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    PgCluster cluster = node.cluster();
    rules(node, cluster).ifPresent(file -> node.files().write(without(file), context.fence()));
    new ArchiverLeft(node).write(context.fence());
    for (String path : present(context.cluster(), node, cluster)) {
      node.files().remove(path, context.fence());
    }
    if (node.online() && !LoadedFiles.since(node, read(cluster))) {
      node.psql().execute("reload", "SELECT pg_reload_conf();", context.fence());
    }
    archive(context, node);
    node.host()
        .run(Command.script(directories(context.cluster())).asRoot().under(context.fence()))
        .orThrow("remove the directories that are empty now");
  }

  /**
   * A standby whose restore_command is not found stops. Where it goes on calling the script until
   * its next restart, the script and what it needs stay.
   */
  private void archive(StepContext context, Node node) {
    ArchiveTraces traces = traces(context.cluster(), node);
    if (node.cluster().dialect().has(Capability.RESTORE_COMMAND_RELOADABLE)) {
      server.await(node, "the archive to be out of use", RELOADED, () -> !traces.restoring());
    }
    if (!traces.restoring()) {
      traces.remove(traces.present(Set.of()), context.fence());
    }
  }

  private static ArchiveTraces traces(String name, Node node) {
    return new ArchiveTraces(new ArchivePlaces(name), node);
  }

  private static String directories(String name) {
    String directory = ServerTls.directory(name);
    return "for d in "
        + Shell.words(directory, Path.of(directory).getParent().toString())
        + "; do [ ! -d \"$d\" ] || rmdir --ignore-fail-on-non-empty -- \"$d\"; done";
  }

  /** What a server reads again, and what shows that a file was taken away. */
  private static List<String> read(PgCluster cluster) {
    return List.of(cluster.hbaFile(), cluster.confDirectory());
  }

  private static List<String> present(String name, Node node, PgCluster cluster) {
    List<String> found = new ArrayList<>();
    for (String path : candidates(name, cluster)) {
      if (node.files().read(path, MAX_BYTES).isPresent()) {
        found.add(path);
      }
    }
    return found;
  }

  private static List<String> candidates(String name, PgCluster cluster) {
    List<String> managed =
        List.of(
            cluster.managedSettingsFile(),
            cluster.standbySettingsFile(),
            cluster.synchronousSettingsFile(),
            cluster.passFile(),
            ServerTls.certificate(name),
            ServerTls.key(name),
            ServerTls.authority(name),
            PACKAGES);
    List<String> all = new ArrayList<>(managed);
    managed.forEach(path -> all.add(path + PREVIOUS));
    all.add(cluster.hbaFile() + PREVIOUS);
    all.add(new StandbyFiles(cluster).markerFile() + PREVIOUS);
    return all;
  }

  private static Optional<FileSpec> rules(Node node, PgCluster cluster) {
    return node.files().read(cluster.hbaFile(), MAX_BYTES);
  }

  private static HbaFile parse(FileSpec file) {
    return HbaFile.parse(file.path(), file.content());
  }

  private static FileSpec without(FileSpec file) {
    return new FileSpec(
        file.path(), parse(file).without(), file.owner(), file.group(), file.mode());
  }
}
