package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.archive.RecoveryTarget;
import dev.understudy.common.Json;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.store.DrillMarker;
import dev.understudy.store.DrillRow;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.StepContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a run restores to: a directory of Understudy's own on a host, in which everything is that
 * the restored server needs and makes.
 *
 * @param base the directory
 * @param port what the socket in it is called after
 * @param own whether the data comes into the place of the node's own, and the directory holds all
 *     else
 * @param drill whether it is removed at the end, and may take the place of an earlier drill
 */
record RestorePlace(
    Site site, Node node, String run, String base, int port, boolean drill, boolean own) {
  /** The name of the file that says whose directory it is. */
  static final String MARK = "understudy-restore";

  /** What the run has come to, one file each. */
  static final String RESTORED = "restored";

  static final String RECOVERED = "recovered";
  static final String PROMOTED = "promoted";
  static final String ASIDE = "aside";
  static final String SETTLED = "settled";
  static final String QUERIED = "queried";
  static final String CHECKED = "checked";

  /** What the restore points of drills are called, and the target of their runs. */
  static final String MARKER = "understudy-drill";

  private static final String TO = "to";

  /** Names of sockets are limited to 107 bytes, and names of files in restore_command plain. */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,20}");

  private static final int LONGEST = 90;

  static RestorePlace of(Sites sites, StepContext context) {
    Map<String, String> inputs = context.inputs();
    Node node = sites.node(context);
    String directory = inputs.getOrDefault("directory", "");
    boolean drill = MARKER.equals(inputs.get(TO));
    return new RestorePlace(
        sites.site(context),
        node,
        context.runId(),
        directory.isEmpty()
            ? node.cluster().dataDirectory() + "." + (drill ? MARKER : MARK)
            : directory,
        Integer.parseInt(inputs.getOrDefault("port", "5432")),
        drill,
        directory.isEmpty() && !drill);
  }

  /** Whether a path can be used. */
  static boolean usable(String path) {
    return path.length() <= LONGEST && PATH.matcher(path).matches();
  }

  String data() {
    return own ? node.cluster().dataDirectory() : base + "/data";
  }

  String owner() {
    return node.cluster().owner();
  }

  String file(String name) {
    return base + "/" + name;
  }

  /** The server in it, by the paths of its own. */
  PgCluster server() {
    PgCluster host = node.cluster();
    return new PgCluster(
        host.version(),
        "restored",
        port,
        "down",
        host.owner(),
        data(),
        file("server.log"),
        base,
        base,
        host.binDirectory());
  }

  Psql psql() {
    return new Psql(node.host(), server());
  }

  /**
   * What keeps the cluster's WAL and backups.
   *
   * @throws PreconditionException when that keeps no backups
   */
  ArchiveEngine engine() {
    return site.archive()
        .filter(engine -> engine.kind() == ArchiveConfig.Kind.PGBACKREST)
        .orElseThrow(
            () ->
                new PreconditionException(
                    site.name(),
                    "the cluster has no archive that keeps base backups",
                    "restoring needs: archive: { kind: pgbackrest, ... }, and a backup"));
  }

  PgBackRestRestore archive() {
    return new PgBackRestRestore(engine().places(), data(), base);
  }

  static RecoveryTarget target(Sites sites, StepContext context) {
    Map<String, String> inputs = context.inputs();
    if (MARKER.equals(inputs.get(TO))) {
      return new RecoveryTarget.Named(
          sites
              .site(context)
              .registry()
              .drillMarker(context.runId())
              .map(DrillMarker::name)
              .orElse(MARKER));
    }
    return RecoveryTarget.parse(inputs.getOrDefault(TO, "end"), inputs.getOrDefault("value", ""));
  }

  /** What was recorded of this drill, after which its directory may be gone. */
  Optional<Probe> recorded() {
    return drill
        ? site.registry().drills(site.name()).stream()
            .filter(row -> row.run().equals(run))
            .findFirst()
            .map(RestorePlace::evidence)
        : Optional.empty();
  }

  private static Probe evidence(DrillRow row) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("backup", row.backup());
    evidence.put("passed", row.passed() ? "yes" : "no: " + row.why());
    evidence.put("restored", row.restoredBytes() + " bytes in " + row.restore().toMillis() + " ms");
    evidence.put("replayed", row.replayedBytes() + " bytes in " + row.replay().toMillis() + " ms");
    evidence.put("checks", row.checks());
    return Probe.met(evidence);
  }

  /** The goal met, when the run has noted so in one of its files. */
  Optional<Probe> done(String name) {
    return recorded().or(() -> facts(name).map(Probe::met));
  }

  /** Assignments for scripts. */
  String variables() {
    return "own=%s\nbase=%s\ndata=%s\nowner=%s\nrun=%s\nmark=%s\nversion=%s\nbin=%s\n"
        .formatted(
            own ? "yes" : "no",
            Shell.quote(base),
            Shell.quote(data()),
            Shell.quote(owner()),
            Shell.quote(run),
            MARK,
            Shell.quote(node.version().toString()),
            Shell.quote(node.cluster().binDirectory()));
  }

  /** What this run noted in one of its files; empty when it has not come to that. */
  Optional<String> noted(String name) {
    String script =
        variables()
            + "file=%s\n".formatted(Shell.quote(file(name)))
            + "[ \"$(head -n 1 \"$base/$mark\" 2>/dev/null)\" = \"$run\" ] || exit 0\n"
            + "[ ! -e \"$file\" ] || { echo yes; cat \"$file\"; }\n";
    String output =
        node.host().run(Command.script(script).asRoot()).orThrow("look at " + base).stdout();
    return output.isEmpty() ? Optional.empty() : Optional.of(output.substring("yes\n".length()));
  }

  /** The same as names and values. */
  Optional<Map<String, String>> facts(String name) {
    return noted(name)
        .map(
            text -> {
              Map<String, String> facts = new LinkedHashMap<>();
              Json.read(text)
                  .properties()
                  .forEach(f -> facts.put(f.getKey(), f.getValue().asText()));
              return facts;
            });
  }
}
