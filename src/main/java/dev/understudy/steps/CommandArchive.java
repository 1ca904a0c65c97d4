package dev.understudy.steps;

import dev.understudy.archive.ArchivePlaces;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.HostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An archive that nobody can list: each file is asked for, and compared with the node's own. */
record CommandArchive(ArchivePlaces places, Node node) {
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final String COMPARE =
      """
      for segment; do
        if said=$(fetched "$segment" 2>&1 >/dev/null); then
          if cmp -s "$wal/$segment" "$dir/$segment"; then
            printf 'same %s\\n' "$segment"
          elif [ -e "$wal/$segment" ]; then
            printf 'other %s\\n' "$segment"
          fi
        else
          case $said in
            *'out of reach'*)
              printf '%s\\n' "$said" >&2
              exit 3
              ;;
          esac
        fi
        rm -f "$dir/$segment"
      done
      """;

  /**
   * Which of the files the archive gives back as the node has them.
   *
   * @param names of files in the node's directory of WAL
   * @throws PreconditionException when it has another content under such a name
   * @throws HostException when the archive is out of reach
   */
  Set<String> holds(List<String> names, String directory) {
    if (names.isEmpty()) {
      return Set.of();
    }
    String script =
        compare(names, directory, places.restoreScript(), node.cluster().dataDirectory());
    CommandResult result =
        node.host().run(Command.script(script).as(node.cluster().owner()).within(LIMIT));
    if (result.stderr().contains("out of reach")) {
      throw new HostException(
          ErrorClass.REMOTE_EXIT, node.name(), result.stderr().strip(), null, null);
    }
    result.orThrow("ask the archive for WAL");
    Set<String> same = new HashSet<>();
    result.stdout().lines().map(line -> line.split(" ", 2)).forEach(words -> note(words, same));
    return same;
  }

  private void note(String[] words, Set<String> same) {
    if (words[0].equals("other")) {
      throw new PreconditionException(
          node.name(),
          "the archive has another content under the name " + words[1],
          "find out whose it is: it is not replaced, and a recovery along this line would end there");
    }
    same.add(words[1]);
  }

  /** Pure. */
  static String compare(List<String> names, String directory, String restoreScript, String data) {
    return ServerFetch.script(restoreScript, data)
        + "wal=%s\nset -- %s\n".formatted(Shell.quote(directory), Shell.words(names))
        + COMPARE;
  }
}
