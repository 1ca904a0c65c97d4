package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.Repositories;
import dev.understudy.archive.Repository;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold before an archive is turned on, found before anything is changed. */
final class ArchivePreflight {
  private static final String HTTPS = "443";

  private static final String LOOK =
      """
      for package in "$@"; do
        dpkg-query -s "$package" >/dev/null 2>&1 \\
          || apt-cache show --no-all-versions "$package" >/dev/null 2>&1 \\
          || printf 'package %s\\n' "$package"
      done
      # As the server will look for them, whose path may be shorter than that of a login.
      read -r pid <"$data/postmaster.pid" 2>/dev/null || pid=
      path=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^PATH=//p')
      for program in $programs; do
        PATH=${path:-/usr/bin:/bin} command -v "$program" >/dev/null || printf 'program %s\n' "$program"
      done
      [ -z "$server" ] || timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' - "$server" "$port" 2>/dev/null \\
        || printf 'server %s:%s\\n' "$server" "$port"
      """;

  private ArchivePreflight() {}

  /**
   * Whether a host can have what the archive needs, and reaches the repository's server.
   *
   * @throws ArchiveException CONFIGURATION for a configuration that no file can hold
   */
  static List<Problem> ofNode(Site site, Node node) {
    Optional<ArchiveEngine> engine = site.archive();
    if (engine.isEmpty()) {
      return List.of();
    }
    engine.get().files(node.archiveHost());
    String[] server = server(site);
    String variables =
        "set -- %s\ndata=%s\nprograms=%s\nserver=%s\nport=%s\n"
            .formatted(
                Shell.words(engine.get().packages()),
                Shell.quote(node.cluster().dataDirectory()),
                Shell.quote(programs(site)),
                Shell.quote(server[0]),
                Shell.quote(server[1]));
    String output =
        node.host()
            .run(Command.script(variables + LOOK).asRoot())
            .orThrow("look for what the archive needs")
            .stdout();
    return problems(node.name(), output);
  }

  /** Pure. */
  static List<Problem> problems(String node, String output) {
    List<Problem> problems = new ArrayList<>();
    output
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> problems.add(problem(node, words[0], words[1])));
    return problems;
  }

  private static Problem problem(String node, String kind, String what) {
    return switch (kind) {
      case "package" ->
          new Problem(
              node,
              "apt knows no package " + what + ", which the archive needs",
              "add a package source that has it");
      case "program" ->
          new Problem(
              node,
              "the server does not find the program " + what + " of the archive's commands",
              "install it there, and write its whole path");
      default ->
          new Problem(
              node,
              "the archive's server " + what + " cannot be reached",
              "check endpoint and region, and the way there");
    };
  }

  /** What the user's own commands begin with. */
  private static String programs(Site site) {
    return site.config().archive().commands().stream()
        .flatMap(commands -> Stream.of(commands.archive(), commands.restore()))
        .flatMap(command -> Shown.program(command).stream())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** Host and port of the repository; empty for a directory. */
  private static String[] server(Site site) {
    if (!(site.config().archive().repository().orElse(null) instanceof RepositoryConfig.S3 s3)) {
      return new String[] {"", ""};
    }
    String endpoint = s3.endpoint().orElse("s3." + s3.region() + ".amazonaws.com");
    int colon = endpoint.indexOf(':');
    return colon < 0
        ? new String[] {endpoint, HTTPS}
        : new String[] {endpoint.substring(0, colon), endpoint.substring(colon + 1)};
  }

  /**
   * Whether S3 takes the credentials, asked by the service itself. Where only the hosts reach it,
   * or have credentials of their own, the steps on the hosts decide.
   */
  static Optional<Problem> ofRepository(Site site) {
    if (!(site.config().archive().repository().orElse(null) instanceof RepositoryConfig.S3 s3)
        || s3.keys().isEmpty()) {
      return Optional.empty();
    }
    try (Repository repository = Repositories.open(s3)) {
      repository.folders("archive/");
      return Optional.empty();
    } catch (ArchiveException e) {
      return away(e)
          ? Optional.empty()
          : Optional.of(new Problem(e.subject(), e.getMessage(), e.remedy()));
    }
  }

  /**
   * Whether the directory on a host is free for this cluster.
   *
   * @throws PreconditionException when it is another cluster's
   */
  static List<Problem> ofDirectory(Site site, Node node) {
    site.archiveDirectory(null)
        .ifPresent(engine -> ArchiveTrustStep.claimed(site, node, engine.directory()));
    return List.of();
  }

  static boolean away(ArchiveException error) {
    return error.errorClass() == ErrorClass.CONNECTION || error.errorClass() == ErrorClass.TIMEOUT;
  }
}
