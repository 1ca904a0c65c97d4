package dev.understudy.steps;

import dev.understudy.archive.DirectoryEngine;
import dev.understudy.archive.DirectoryPlaces;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the other hosts hand WAL over, into a directory that is this cluster's: their keys, for one
 * command alone, and their host keys.
 */
final class ArchiveTrustStep implements StepType {
  private static final int MAX_BYTES = 4 << 20;

  /** A directory that holds anything and does not say whose it is, is not taken. */
  static final String CLAIM =
      RemoteRefusal.SHELL
          + """
      set -eu
      install -d -m 0755 "$configuration"
      mkdir -p -- "$(dirname "$directory")"
      [ -d "$directory" ] || install -d -o "$owner" -g "$owner" -m 0750 -- "$directory"
      if [ ! -e "$directory/$marker" ]; then
        if [ -n "$(find "$directory" -mindepth 1 ! -name '.new-*' ! -name lost+found -print -quit)" ]; then
          refuse "$directory holds files, and nothing that says whose they are"
        fi
        new=$directory/.new-$$
        printf '%s\\n' "$system" >"$new"
        chown "$owner:" "$new"
        chmod 0644 "$new"
        sync "$new"
        mv -T -- "$new" "$directory/$marker"
        sync "$directory" "$(dirname "$directory")"
      fi
      [ "$(cat "$directory/$marker")" = "$system" ] || refuse "$directory is another cluster's"
      ssh=$(dirname "$authorized")
      [ -d "$ssh" ] || install -d -o "$owner" -g "$owner" -m 0700 -- "$ssh"
      """;

  private final Sites sites;

  ArchiveTrustStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.trust";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Optional<DirectoryEngine> engine = engine(context);
    if (engine.isEmpty()) {
      return Probe.met(Map.of("trust", "not wanted by archive"));
    }
    Site site = sites.site(context);
    Node node = sites.node(context);
    DirectoryPlaces places = engine.get().directory();
    List<Change> changes = new ArrayList<>();
    if (!claimed(site, node, places)) {
      changes.add(Change.of("directory", places.directory(), "", "of this cluster"));
    }
    SshAccess access = access(site, node, engine.get());
    access.peers().stream()
        .filter(peer -> peer.key().isEmpty())
        .map(peer -> Change.of("key", peer.node().name(), "", "trusted, once it is made"))
        .forEach(changes::add);
    List<FileSpec> files = new ArrayList<>(access.files());
    files.add(access.authorized(authorized(access).read()));
    for (FileSpec wanted : files) {
      Optional<FileSpec> current = node.files().read(wanted.path(), MAX_BYTES);
      if (current.isEmpty() || !Arrays.equals(current.get().content(), wanted.content())) {
        changes.add(
            Change.of(
                "file",
                wanted.path(),
                current.map(FileSpec::contentText).orElse(""),
                wanted.contentText()));
      }
    }
    return Probe.of(changes, Map.of("directory", places.directory()));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    DirectoryEngine engine = engine(context).orElseThrow();
    SshAccess access = access(site, node, engine);
    String script = variables(site, access) + CLAIM;
    RemoteRefusal.orThrow(
        node.host().run(Command.script(script).asRoot().under(context.fence())),
        "take a directory for the archive",
        "name an empty directory, or one that is this cluster's");
    access.files().forEach(file -> node.files().write(file, context.fence()));
    // Last: with their keys the others can do what the rest is there for.
    authorized(access).change(current -> Optional.of(access.authorized(current)), context.fence());
  }

  private Optional<DirectoryEngine> engine(StepContext context) {
    return sites.site(context).archiveDirectory(context.inputs().get("node"));
  }

  private static SharedFile authorized(SshAccess access) {
    return new SharedFile(access.self().node(), access.self().authorizedKeys());
  }

  private static SshAccess access(Site site, Node node, DirectoryEngine engine) {
    DirectoryPlaces places = engine.directory();
    List<SshFacts> peers =
        engine.peers(node.name()).stream()
            .map(name -> SshFacts.read(site.node(name), places))
            .toList();
    return new SshAccess(engine, SshFacts.read(node, places), peers);
  }

  /**
   * Whether the directory says that it is this cluster's; false when it does not say anything.
   *
   * @throws PreconditionException when it is another's
   */
  static boolean claimed(Site site, Node node, DirectoryPlaces places) {
    Optional<String> found =
        node.files().read(places.marker(), MAX_BYTES).map(file -> file.contentText().strip());
    String system = site.requireSystemId();
    if (found.isPresent() && !found.get().equals(system)) {
      throw new PreconditionException(
          node.name(),
          "the archive in %s is another cluster's: of system %s, not %s"
              .formatted(places.directory(), found.get(), system),
          "give this cluster a path of its own; nothing was changed there");
    }
    return found.isPresent();
  }

  private static String variables(Site site, SshAccess access) {
    DirectoryPlaces places = access.engine().directory();
    return "configuration=%s\ndirectory=%s\nmarker=%s\nowner=%s\nsystem=%s\nauthorized=%s\n"
        .formatted(
            Shell.quote(String.valueOf(Path.of(places.key()).getParent())),
            Shell.quote(places.directory()),
            DirectoryPlaces.MARKER,
            Shell.quote(access.self().node().cluster().owner()),
            Shell.quote(site.requireSystemId()),
            Shell.quote(access.self().authorizedKeys()));
  }
}
