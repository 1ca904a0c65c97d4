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
 */
record RestorePlace(Site site, Node node, String run, String base, int port) {
  /** The name of the file that says whose directory it is. */
  static final String MARK = "understudy-restore";

  /** What the run has come to, one file each. */
  static final String RESTORED = "restored";

  static final String RECOVERED = "recovered";
  static final String PROMOTED = "promoted";

  /** Names of sockets are limited to 107 bytes, and names of files in restore_command plain. */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,20}");

  private static final int LONGEST = 90;

  static RestorePlace of(Sites sites, StepContext context) {
    Map<String, String> inputs = context.inputs();
    return new RestorePlace(
        sites.site(context),
        sites.node(context),
        context.runId(),
        inputs.getOrDefault("directory", ""),
        Integer.parseInt(inputs.getOrDefault("port", "5432")));
  }

  /** Whether a path can be used. */
  static boolean usable(String path) {
    return path.length() <= LONGEST && PATH.matcher(path).matches();
  }

  String data() {
    return base + "/data";
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

  static RecoveryTarget target(StepContext context) {
    Map<String, String> inputs = context.inputs();
    return RecoveryTarget.parse(inputs.getOrDefault("to", "end"), inputs.getOrDefault("value", ""));
  }

  /** Assignments for scripts. */
  String variables() {
    return "base=%s\ndata=%s\nowner=%s\nrun=%s\nmark=%s\nversion=%s\nbin=%s\n"
        .formatted(
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
