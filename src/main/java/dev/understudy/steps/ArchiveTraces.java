package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.archive.AuthorizedKeys;
import dev.understudy.archive.DirectoryPlaces;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an archive of whatever kind has left on a node. WAL that was rescued is no such thing. */
record ArchiveTraces(ArchivePlaces places, Node node) {
  private static final int MAX_BYTES = 4 << 20;
  static final String PREVIOUS = ".understudy-previous";

  private static final String LOOK =
      """
      for path in "$@"; do
        [ -e "$path" ] || [ -L "$path" ] || continue
        [ "$path" != "$salvage" ] || [ -z "$(ls -A "$path")" ] || continue
        printf '%s\\n' "$path"
      done
      """;

  /** What is in the spool directory can be made again. */
  private static final String REMOVE =
      """
      set -eu
      for spool in $spools; do rm -rf --one-file-system -- "$spool"; done
      for dir in "$@"; do
        [ ! -d "$dir" ] || [ -n "$(ls -A "$dir")" ] || rmdir -- "$dir"
      done
      """;

  /**
   * The paths that are there.
   *
   * @param wanted paths that are to stay
   */
  List<String> present(Set<String> wanted) {
    List<String> candidates =
        Stream.concat(
                places.files().stream().flatMap(path -> Stream.of(path, path + PREVIOUS)),
                Stream.concat(places.spools().stream(), Stream.of(places.salvage())))
            .filter(path -> !wanted.contains(path.replace(PREVIOUS, "")))
            .toList();
    String variables =
        "salvage=%s\nset -- %s\n".formatted(Shell.quote(places.salvage()), Shell.words(candidates));
    List<String> found =
        new ArrayList<>(
            node.host()
                .run(Command.script(variables + LOOK).asRoot())
                .orThrow("look for files of an archive")
                .stdout()
                .lines()
                .toList());
    if (found.contains(access().receiveScript())) {
      authorized().ifPresent(file -> found.add(0, file.path()));
    }
    return found;
  }

  private DirectoryPlaces access() {
    return new DirectoryPlaces(places.cluster(), "");
  }

  /** The authorized_keys of PostgreSQL's user, where it has lines of ours. */
  private Optional<FileSpec> authorized() {
    String path = SshFacts.read(node, access()).authorizedKeys();
    return node.files()
        .read(path, MAX_BYTES)
        .filter(file -> new AuthorizedKeys(places.cluster()).in(file.contentText()));
  }

  /** The lines go before the program that they name. */
  private void close(String path, Fence fence) {
    new SharedFile(node, path)
        .change(
            current -> current.map(this::without).filter(file -> file.content().length > 0), fence);
    node.files().remove(path + PREVIOUS, fence);
  }

  private FileSpec without(FileSpec file) {
    String left = new AuthorizedKeys(places.cluster()).with(file.contentText(), List.of());
    return new FileSpec(
        file.path(),
        left.getBytes(StandardCharsets.UTF_8),
        file.owner(),
        file.group(),
        file.mode());
  }

  /**
   * Removes paths that {@link #present} found, and directories that are empty then.
   *
   * @param paths none: nothing is done
   */
  void remove(List<String> paths, Fence fence) {
    if (paths.isEmpty()) {
      return;
    }
    List<String> empty = new ArrayList<>();
    if (paths.contains(access().receiveScript())) {
      authorized()
          .ifPresent(
              file -> {
                close(file.path(), fence);
                empty.add(String.valueOf(Path.of(file.path()).getParent()));
              });
    }
    for (String path : paths) {
      if (isFile(path)) {
        node.files().remove(path, fence);
      }
    }
    node.host()
        .run(Command.script(removal(paths, empty)).asRoot().under(fence))
        .orThrow("remove the directories of an archive");
  }

  /**
   * Whether the standby that runs on the node, or will run there, calls the script by which it
   * restores. Before version 12 its recovery.conf says so; from then on a server that does not run
   * has what its files say, which are gone by the time that this is asked.
   */
  boolean restoring() {
    PgCluster cluster = node.cluster();
    if (!cluster.dialect().has(Capability.STANDBY_SIGNAL)) {
      return node.files()
          .read(new StandbyFiles(cluster).markerFile(), MAX_BYTES)
          .filter(file -> file.contentText().contains(places.restoreScript()))
          .isPresent();
    }
    return node.online() && setting("restore_command").contains(places.restoreScript());
  }

  /** What the running server has. */
  String setting(String name) {
    return node.psql()
        .row("SELECT current_setting('" + name + "') AS value")
        .path("value")
        .asText();
  }

  /** In a word what one of the paths is. */
  String kind(String path) {
    return isFile(path) ? "file" : path.endsWith("/" + places.cluster()) ? "directory" : "keys";
  }

  private boolean isFile(String path) {
    return path.startsWith(places.directory() + "/");
  }

  private String removal(List<String> paths, List<String> others) {
    List<String> empty = new ArrayList<>(others);
    Stream<String> gone = Stream.of(places.salvage(), access().notes()).filter(paths::contains);
    for (String path : Stream.concat(gone, Stream.of(places.directory())).toList()) {
      empty.add(path);
      empty.add(String.valueOf(Path.of(path).getParent()));
    }
    List<String> spools = places.spools().stream().filter(paths::contains).toList();
    return "spools=%s\nset -- %s\n"
            .formatted(
                Shell.quote(String.join(" ", spools)),
                empty.stream().map(Shell::quote).collect(Collectors.joining(" ")))
        + REMOVE;
  }
}
