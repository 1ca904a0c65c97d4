package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the files of a cluster's configuration can be written, and are PostgreSQL's own.
 *
 * @param path one of them
 * @param state ok, absent, link, or read-only as root sees it: its file system, or immutable
 * @param owner empty when it is absent
 */
record ConfigurationFiles(String path, String state, String owner) {
  private static final String LOOK =
      """
      for path in "$@"; do
        state=ok
        if [ -L "$path" ] && [ ! -d "$path" ]; then state=link
        elif [ ! -e "$path" ]; then state=absent
        elif [ ! -w "$path" ]; then state=read-only
        fi
        printf '%s\\t%s\\t%s\\n' "$state" "$(stat -c %U "$path" 2>/dev/null || true)" "$path"
      done
      """;

  static List<ConfigurationFiles> read(Node node, PgCluster cluster) {
    List<String> paths =
        List.of(
            cluster.configDirectory(),
            cluster.confDirectory(),
            cluster.postgresqlConf(),
            cluster.hbaFile());
    String output =
        node.host()
            .run(Command.script("set -- " + Shell.words(paths) + "\n" + LOOK).asRoot())
            .orThrow("look at the configuration files")
            .stdout();
    return parse(output);
  }

  static List<ConfigurationFiles> parse(String output) {
    return output
        .lines()
        .map(line -> line.split("\t", 3))
        .filter(fields -> fields.length == 3)
        .map(fields -> new ConfigurationFiles(fields[2], fields[0], fields[1]))
        .toList();
  }

  /** Pure. */
  static List<Problem> check(String node, String clusterOwner, List<ConfigurationFiles> files) {
    List<Problem> problems = new ArrayList<>();
    for (ConfigurationFiles file : files) {
      switch (file.state()) {
        case "ok" -> {
          if (!file.owner().equals(clusterOwner) && !file.owner().equals("root")) {
            problems.add(
                new Problem(
                    node,
                    "%s belongs to %s, not to %s or root"
                        .formatted(file.path(), file.owner(), clusterOwner),
                    "chown " + clusterOwner + " it, or find out who else looks after it"));
          }
        }
        case "absent" ->
            problems.add(
                new Problem(
                    node, file.path() + " does not exist", "lay it out as Debian's packages do"));
        case "link" ->
            problems.add(
                new Problem(
                    node,
                    file.path() + " is a symbolic link",
                    "put the file itself in its place: what it leads to is not written"));
        default ->
            problems.add(
                new Problem(
                    node,
                    file.path() + " is read-only",
                    "mount its file system writable, or chattr -i it"));
      }
    }
    return problems;
  }
}
